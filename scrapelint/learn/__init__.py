"""Learning a table from sound text: names are dropped from it, and the scars looked at.

Needs NumPy and scikit-learn, the extra `learn`; nothing outside this package imports them.
"""
