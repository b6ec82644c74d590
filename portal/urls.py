"""The map of the site."""

from django.urls import include, path

from portal.views import health

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("health/", health, name="health"),
]
