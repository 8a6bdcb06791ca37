"""Writes the pages of docs/reference from the code they describe; a test fails when one is not current."""
