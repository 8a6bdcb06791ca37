"""Talks to Shopify: transport, budget, tokens, typed operations, and replies turned into core's values and errors."""
