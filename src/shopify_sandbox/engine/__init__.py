"""Executes GraphQL requests as Shopify does: its limits, its prices and its wording of errors."""
