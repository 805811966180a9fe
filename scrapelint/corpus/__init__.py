"""Many documents: what is only seen when they are laid side by side."""
