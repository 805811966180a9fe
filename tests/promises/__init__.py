"""What the project promises, each promise tried until it would break."""
