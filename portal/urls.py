"""The map of the site."""

from django.urls import include, path

from portal.views.health import csp_report, health

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("csp-report/", csp_report, name="csp_report"),
    path("health/", health, name="health"),
]
