"""Django's PostgreSQL with a pool that notices at once that the database went away, and that it is back."""
