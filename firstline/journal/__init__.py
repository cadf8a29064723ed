"""The append-only record of everything that happened, and what reads it."""
