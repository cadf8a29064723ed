from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "firstline.search"
    default_auto_field = "django.db.models.BigAutoField"
