"""One file of screens for each noun."""
