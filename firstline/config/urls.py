"""All addresses."""

from django.urls import include, path

from firstline.interfaces.desk.views.wall import open_wall
from firstline.interfaces.ui.addresses import by_first_word

urlpatterns = [
    path("account/", include("firstline.interfaces.desk.sign_in")),
    path("walls/<int:key>/<str:secret>/", open_wall, name="open_wall"),
    path("help/", include("firstline.interfaces.portal.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("telephone/", include("firstline.interfaces.channels.telephone.urls")),
    by_first_word("firstline.interfaces.ui.urls"),
    by_first_word("firstline.interfaces.transfer.urls"),
    by_first_word("firstline.interfaces.desk.urls"),
]

handler500 = "firstline.config.away.server_error"
