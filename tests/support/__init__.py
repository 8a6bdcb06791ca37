"""What several tests stand on: databases, the sandbox, processes."""
