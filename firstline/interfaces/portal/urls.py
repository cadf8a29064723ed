"""The addresses of the portal; each but the first names its language."""

from django.urls import path, register_converter

from firstline.interfaces.portal.language import LanguageConverter
from firstline.interfaces.portal.views import by_number, follow, home, tell

register_converter(LanguageConverter, "language")
app_name = "portal"

urlpatterns = [
    path("", home.door, name="door"),
    path("look-<str:digest>.css", home.look, name="look"),
    path("<language:language>/", home.home, name="home"),
    path("<language:language>/articles/<int:number>/", home.article, name="article"),
    path("<language:language>/tell/", tell.tell, name="tell"),
    path("<language:language>/follow/", by_number.by_number, name="by_number"),
    path("<language:language>/follow/<str:mark>/", follow.follow, name="follow"),
    path("<language:language>/follow/<str:mark>/messages/", follow.say, name="say"),
    path("<language:language>/follow/<str:mark>/rating/", follow.rating, name="rating"),
]
