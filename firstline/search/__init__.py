"""Finding: one index over plain documents that each noun hands in, ranked, forgiving, in PostgreSQL alone."""
