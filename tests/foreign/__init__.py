"""Clients of Shopify that others wrote, pointed at the local Shopify."""
