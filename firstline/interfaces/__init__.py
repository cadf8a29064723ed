"""The ways in and out: screens, time as a caller, files, messages."""
