"""One occasion on which a customer and the desk communicate, from its first second to its outcome."""
