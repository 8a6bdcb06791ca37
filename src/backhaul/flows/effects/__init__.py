"""The only way to change Shopify: write an intent, call, settle; read back what stayed unanswered."""
