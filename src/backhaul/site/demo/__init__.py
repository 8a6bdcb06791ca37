"""The demo: an installation of its own, a local Shopify, and a story that both of them play."""
