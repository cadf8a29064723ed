"""Tests of the customers' portal."""
