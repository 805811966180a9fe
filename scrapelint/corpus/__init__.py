"""Many documents: what is only seen when they are laid side by side."""

JUMPS = "jumps"
"""The kind of rules that count the findings of others."""
