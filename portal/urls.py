"""The map of the site."""

from django.urls import include, path

from portal.demo.checkout import checkout
from portal.views.accessibility import accessibility
from portal.views.components import components
from portal.views.csp_report import csp_report
from portal.views.gpc import gpc
from portal.views.health import health
from portal.views.home import home
from portal.views.search import search

urlpatterns = [
    path("", home, name="home"),
    path("", include("accounts.urls")),
    path("", include("claims.urls")),
    path("", include("outreach.urls")),
    path("accounts/", include("allauth.urls")),
    path("accessibility/", accessibility, name="accessibility"),
    path("components/", components, name="components"),
    path("csp-report/", csp_report, name="csp_report"),
    path(".well-known/gpc.json", gpc, name="gpc"),
    path("demo/checkout/<str:token>/", checkout, name="checkout"),
    path("health/", health, name="health"),
    path("search/", search, name="search"),
]
