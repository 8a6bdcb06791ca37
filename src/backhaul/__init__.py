"""Backhaul carries what happened in the back office home to Shopify, exactly once."""
