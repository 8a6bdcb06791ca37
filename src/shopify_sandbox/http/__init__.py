"""Serves the Admin API and the control endpoints over HTTP."""
