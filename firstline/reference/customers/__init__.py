"""Whom the desk serves: customers, accounts, agreements, equipment and locations, and how to find them."""
