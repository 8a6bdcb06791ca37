"""Tests of the typed operations."""
