"""What a problem code carries: support centre, priority, questions and the standard work order."""
