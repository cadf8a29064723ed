"""All addresses."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("firstline.interfaces.desk.sign_in")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("firstline.interfaces.ui.urls")),
    path("", include("firstline.interfaces.desk.urls")),
]

handler500 = "firstline.config.away.server_error"
