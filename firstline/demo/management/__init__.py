"""The command that loads the shown city."""
