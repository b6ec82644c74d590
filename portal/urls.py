"""The map of the site."""

from django.urls import include, path

from portal.views.components import components
from portal.views.health import csp_report, health

urlpatterns = [
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("components/", components, name="components"),
    path("csp-report/", csp_report, name="csp_report"),
    path("health/", health, name="health"),
]
