"""One vocabulary of conditions: what rules, filters, branches and reports ask, of one thing or as a query."""
