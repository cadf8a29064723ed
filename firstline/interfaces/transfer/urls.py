"""All addresses of files in and out."""

from django.urls import URLPattern

from firstline.interfaces.transfer import export_urls, import_urls

app_name = "transfer"

urlpatterns: list[URLPattern] = [*export_urls.addresses, *import_urls.addresses]
