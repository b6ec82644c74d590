"""Where the pages about people are. Names that others look for are without our app's."""

from django.urls import include, path

from accounts.views.access_record import access_record_list
from accounts.views.audit import audit
from accounts.views.demo import demo_sign_in
from accounts.views.emergency_access import emergency_access_detail, emergency_access_list
from accounts.views.inspection import inspection_create, inspection_detail
from accounts.views.keeping import keeping
from accounts.views.language import set_language
from accounts.views.phone import phone_create, phone_update
from accounts.views.session import session_keepalive, usersessions_list
from accounts.views.settings import settings

pages = [
    path("you/", settings, name="settings"),
    path("you/phones/new/", phone_create, name="phone_create"),
    path("you/phones/<int:phone_id>/", phone_update, name="phone_update"),
    path("keeping/", keeping, name="keeping"),
    path("audit/", audit, name="audit"),
    path("audit/looks/", access_record_list, name="access_record_list"),
    path("audit/members/", inspection_create, name="inspection_create"),
    path("audit/members/<uuid:pk>/", inspection_detail, name="inspection_detail"),
    path("audit/emergencies/", emergency_access_list, name="emergency_access_list"),
    path("audit/emergencies/<uuid:pk>/", emergency_access_detail, name="emergency_access_detail"),
    path("demo/sign-in/", demo_sign_in, name="demo_sign_in"),
]

urlpatterns = [
    path("", include((pages, "accounts"))),
    path("accounts/sessions/", usersessions_list, name="usersessions_list"),
    path("language/", set_language, name="set_language"),
    path("session/keep-alive/", session_keepalive, name="session_keepalive"),
]
