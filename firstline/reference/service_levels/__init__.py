"""What is promised: priorities and what decides them, calendars, targets, steps of escalation, call-backs."""
