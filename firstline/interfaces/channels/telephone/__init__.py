"""Telephone: what the telephone systems tell of their calls, and the contacts that these are."""
