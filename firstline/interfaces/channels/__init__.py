"""Messages: what customers send us by e-mail, read into plain facts."""
