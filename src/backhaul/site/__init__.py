"""Puts it together: settings, clock, embedded PostgreSQL, entry point; the only place that reads the environment."""
