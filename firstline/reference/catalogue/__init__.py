"""The tree of what the organisation can be asked for: department, service provider, service category, problem code."""
