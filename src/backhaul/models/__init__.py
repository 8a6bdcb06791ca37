"""Remembers: the tables, one file per subject, constraints included."""
