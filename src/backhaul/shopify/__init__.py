"""Talks: transport, budget, tokens, typed operations and the mapping of replies to core values."""
