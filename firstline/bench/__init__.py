"""Measurements: each page and verb in milliseconds and as a ratio to the bare SQL of the same work."""
