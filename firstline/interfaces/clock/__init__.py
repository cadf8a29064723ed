"""Time as a caller: what happens by itself, and the worker that does it and the jobs put down."""
