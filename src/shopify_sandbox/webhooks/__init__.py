"""Keeps webhook subscriptions and delivers what they ask for."""
