"""Carries out: one module per business flow."""
