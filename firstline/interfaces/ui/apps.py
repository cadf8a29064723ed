"""How Django knows the shared look."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "firstline.interfaces.ui"
    label = "ui"
