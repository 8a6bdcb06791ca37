"""Door: REST under /api/v1. An endpoint parses, calls one flow or one read, and renders."""
