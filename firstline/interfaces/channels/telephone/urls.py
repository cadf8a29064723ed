"""Where telephone systems post what happens to their calls."""

from django.urls import path

from firstline.interfaces.channels.telephone import doors

app_name = "telephone"

urlpatterns = [path("<int:key>/<str:secret>/", doors.events, name="events")]
