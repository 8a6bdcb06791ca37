"""The console as staff see it."""
