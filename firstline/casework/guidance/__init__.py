"""A procedure being followed: which step is due, what was answered, and what is still open before an end."""
