"""Clusters that look at files and records; what they see comes back as from one process."""

ENGINES = ("ray", "spark")
