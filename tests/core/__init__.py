"""The rules, tested with values alone."""
