"""Door: commands."""
