"""Bulk operations: queries and mutations that run in the background and leave a JSONL file behind."""
