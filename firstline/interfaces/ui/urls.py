"""The addresses of the shared look: the sheets, the script, the theme and the style guide."""

from django.urls import path

from firstline.interfaces.ui import screens

app_name = "ui"

urlpatterns = [
    path("ui/<slug:name>-<str:digest>.css", screens.sheet, name="sheet"),
    path("ui/look-<str:digest>.js", screens.script, name="script"),
    path("ui/theme/", screens.theme, name="theme"),
    path("ui/", screens.guide, name="guide"),
]
