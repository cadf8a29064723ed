"""One discrete problem from its opening to its confirmed solution, travelling on its own."""
