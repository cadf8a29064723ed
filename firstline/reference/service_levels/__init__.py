"""Priorities: the labels with a rank that say what is done first."""
