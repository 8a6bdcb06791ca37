"""The mutations, one module per subject."""
