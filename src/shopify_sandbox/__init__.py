"""A local Shopify over HTTP, for development, tests and demonstrations; it shares no code with the product."""
