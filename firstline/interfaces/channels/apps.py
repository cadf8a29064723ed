"""How Django knows the channels."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

READERS = ("email.arriving.read_mail", "fax.reading.read_fax")

# What `firstline health` asks of us.
QUESTIONS = ("reconciling.arrivals", "outbox_health.examined", "telephone.health.examined")


class ChannelsConfig(AppConfig):
    name = "firstline.interfaces.channels"
    label = "channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every process can read what arrives."""
        for reader in READERS:
            import_string(f"{self.name}.{reader}")
        for question in QUESTIONS:
            import_string(f"{self.name}.{question}")
