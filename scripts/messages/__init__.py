"""Writes the catalogues of what customers read, from the code and templates that say it."""
