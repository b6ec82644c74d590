"""The map of the site."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from portal.views.components import components
from portal.views.health import csp_report, health

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("components/", components, name="components"),
    path("csp-report/", csp_report, name="csp_report"),
    path("health/", health, name="health"),
    path("language/", login_not_required(set_language), name="set_language"),
]
