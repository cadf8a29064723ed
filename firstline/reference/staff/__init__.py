"""The people of the desk: users with their roles, support centres, tiers and crews."""
