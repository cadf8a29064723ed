"""What happened, counted: reports read the journal and write nothing."""
