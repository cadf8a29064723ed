"""The customers' portal: find help, tell us, follow, answer, confirm, rate; telephones first, wholly without script."""
