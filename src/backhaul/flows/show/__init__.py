"""What doors show of stores, orders, shipments, tasks and recurring jobs: plain values, the same behind every door."""
