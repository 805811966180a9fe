"""Boundaries between words, and how likely each is the place where a name was lost."""
