"""Files in and out: imports by mapping."""
