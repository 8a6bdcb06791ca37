"""The door for webhooks."""
