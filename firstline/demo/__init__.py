"""The shown city: a service centre with an IT help desk beside it, made the same every time."""
