"""The only place that knows the machine: settings, addresses, server, embedded PostgreSQL, command line."""
