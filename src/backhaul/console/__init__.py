"""Door: web pages for staff."""
