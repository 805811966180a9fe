"""Findings out: for people, for programs, as figures."""
