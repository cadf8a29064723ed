"""Procedures: steps that the desk follows, with branches and versions, chosen by kind, problem code and priority."""
