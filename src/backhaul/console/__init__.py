"""Door: web pages for staff. Everything is shown read-only; what changes something is a form that calls one flow."""
