"""Puts it together: settings, clock, embedded PostgreSQL, the entry point; the only place that reads the environment."""
