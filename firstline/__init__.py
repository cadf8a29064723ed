"""Firstline, a service desk for organisations that promise to answer people."""

__version__ = "0.1.0"
