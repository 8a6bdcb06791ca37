"""Door: commands. A command parses, calls one flow or one read, and shows what came of it."""
