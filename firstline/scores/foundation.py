"""What an empty database needs before tickets can stand on it."""

from firstline.reference.service_levels.models import Priority


def lay_foundation() -> None:
    """A priority, where there is none."""
    if not Priority.objects.exists():
        Priority.objects.create(key="regular", rank=3, look=3, labels={"en": "Regular scheduled service"})
