"""Door: pages for customers."""
