"""Decides: plain functions and frozen dataclasses over the standard library."""
