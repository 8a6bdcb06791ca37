"""Shopify's operations: one `.graphql` file each, and the types that `make codegen` makes of them."""
