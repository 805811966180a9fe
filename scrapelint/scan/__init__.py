"""One pass over a text for all that the rules look for: where it is worth to look closer."""
