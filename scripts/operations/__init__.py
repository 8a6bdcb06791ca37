"""Makes the typed operations of `backhaul.shopify.operations` from their `.graphql` files."""
