"""Articles: what the organisation knows, per language, in versions, for staff or for customers as well."""
