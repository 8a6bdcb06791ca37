"""What the shop holds and the rules by which it changes: dataclasses, tables of transitions, functions that refuse."""
