"""Where the pages about people are. Names that others look for are without our app's."""

from django.urls import include, path

from accounts.views.access_record import access_record_list
from accounts.views.activity import activity_forget
from accounts.views.anomaly import anomaly_list
from accounts.views.audit import audit
from accounts.views.audit_export import (
    access_record_list_csv,
    audit_export_list,
    consent_event_list_csv,
    inspection_event_list_csv,
    inspection_record,
    inspection_use_list_csv,
)
from accounts.views.audit_request import (
    audit_request_create,
    audit_request_detail,
    audit_request_list,
)
from accounts.views.choice import (
    answer_create,
    choice_stop,
    choice_update,
    pause_create,
    pause_end,
)
from accounts.views.consent_event import consent_event_list
from accounts.views.copy import copy_detail, copy_download, copy_table
from accounts.views.data import (
    copy_create,
    correction_create,
    data,
    data_request_detail,
    deletion_create,
)
from accounts.views.demo import demo_sign_in
from accounts.views.emergency_access import emergency_access_detail, emergency_access_list
from accounts.views.helping import (
    acceptance_create,
    helping_create,
    helping_delete,
    helping_list,
    refusal_create,
)
from accounts.views.history import history, use_list
from accounts.views.inference import inference_forget, inference_update
from accounts.views.inspection import (
    inspection_create,
    inspection_detail,
    inspection_event_list,
    inspection_use_list,
)
from accounts.views.keeping import keeping
from accounts.views.language import set_language
from accounts.views.legal_hold import legal_hold_ending_create, legal_hold_list
from accounts.views.persona import persona, undo_create
from accounts.views.phone import phone_create, phone_update
from accounts.views.population import population
from accounts.views.preference import preference_forget, preference_update
from accounts.views.receipt import consent_receipt, record_verifier
from accounts.views.record import record, record_check_create, record_export
from accounts.views.session import session_keepalive, usersessions_list
from accounts.views.settings import settings
from accounts.views.signal import signal, signal_confirmation_create
from accounts.views.signature import signature_create
from accounts.views.trusted_person import (
    trusted_person_create,
    trusted_person_detail,
    trusted_person_ending_create,
    trusted_person_list,
    trusted_person_update,
)
from accounts.views.wording import wording_detail, wording_list

pages = [
    path("you/", settings, name="settings"),
    path("you/phones/new/", phone_create, name="phone_create"),
    path("you/phones/<int:phone_id>/", phone_update, name="phone_update"),
    path("keeping/", keeping, name="keeping"),
    path("audit/", audit, name="audit"),
    path("audit/looks/", access_record_list, name="access_record_list"),
    path("audit/members/", inspection_create, name="inspection_create"),
    path("audit/members/<uuid:pk>/", inspection_detail, name="inspection_detail"),
    path("audit/members/<uuid:pk>/decisions/", inspection_event_list, name="inspection_event_list"),
    path("audit/members/<uuid:pk>/uses/", inspection_use_list, name="inspection_use_list"),
    path("audit/decisions/", consent_event_list, name="consent_event_list"),
    path("audit/looks.csv", access_record_list_csv, name="access_record_list_csv"),
    path("audit/decisions.csv", consent_event_list_csv, name="consent_event_list_csv"),
    path(
        "audit/members/<uuid:pk>/decisions.csv",
        inspection_event_list_csv,
        name="inspection_event_list_csv",
    ),
    path(
        "audit/members/<uuid:pk>/uses.csv", inspection_use_list_csv, name="inspection_use_list_csv"
    ),
    path("audit/members/<uuid:pk>/consent.jsonld", inspection_record, name="inspection_record"),
    path("audit/exports/", audit_export_list, name="audit_export_list"),
    path("audit/anomalies/", anomaly_list, name="anomaly_list"),
    path("audit/population/", population, name="population"),
    path("audit/wording/", wording_list, name="wording_list"),
    path("audit/wording/<slug:purpose>/<int:version>/", wording_detail, name="wording_detail"),
    path("audit/emergencies/", emergency_access_list, name="emergency_access_list"),
    path("audit/emergencies/<uuid:pk>/", emergency_access_detail, name="emergency_access_detail"),
    path("me/", persona, name="persona"),
    path("me/choices/", choice_update, name="choice_update"),
    path("me/choices/answers/", answer_create, name="answer_create"),
    path("me/choices/<slug:purpose>/signature/", signature_create, name="signature_create"),
    path("me/choices/off/", choice_stop, name="choice_stop"),
    path("me/pause/", pause_create, name="pause_create"),
    path("me/pause/end/", pause_end, name="pause_end"),
    path("me/history/", history, name="history"),
    path("me/uses/", use_list, name="use_list"),
    path("me/undo/", undo_create, name="undo_create"),
    path("me/noticed/forgotten/", activity_forget, name="activity_forget"),
    path("me/told/<slug:about>/", preference_update, name="preference_update"),
    path("me/told/<slug:about>/forgotten/", preference_forget, name="preference_forget"),
    path("me/worked-out/<slug:about>/", inference_update, name="inference_update"),
    path("me/worked-out/<slug:about>/forgotten/", inference_forget, name="inference_forget"),
    path("me/signal/", signal, name="signal"),
    path("me/signal/confirmation/", signal_confirmation_create, name="signal_confirmation_create"),
    path("me/trusted/", trusted_person_list, name="trusted_person_list"),
    path("me/trusted/new/", trusted_person_create, name="trusted_person_create"),
    path("me/trusted/<uuid:pk>/", trusted_person_detail, name="trusted_person_detail"),
    path("me/trusted/<uuid:pk>/change/", trusted_person_update, name="trusted_person_update"),
    path(
        "me/trusted/<uuid:pk>/ending/",
        trusted_person_ending_create,
        name="trusted_person_ending_create",
    ),
    path("helping/", helping_list, name="helping_list"),
    path("helping/end/", helping_delete, name="helping_delete"),
    path("helping/<uuid:pk>/", helping_create, name="helping_create"),
    path("helping/<uuid:pk>/acceptance/", acceptance_create, name="acceptance_create"),
    path("helping/<uuid:pk>/refusal/", refusal_create, name="refusal_create"),
    path("audit/requests/", audit_request_list, name="audit_request_list"),
    path("audit/requests/new/", audit_request_create, name="audit_request_create"),
    path("audit/requests/<uuid:pk>/", audit_request_detail, name="audit_request_detail"),
    path("audit/legal-holds/", legal_hold_list, name="legal_hold_list"),
    path(
        "audit/legal-holds/<uuid:pk>/ending/",
        legal_hold_ending_create,
        name="legal_hold_ending_create",
    ),
    path("me/data/", data, name="data"),
    path("me/data/copy/", copy_create, name="copy_create"),
    path("me/data/correction/", correction_create, name="correction_create"),
    path("me/data/deletion/", deletion_create, name="deletion_create"),
    path("me/data/<uuid:pk>/", data_request_detail, name="data_request_detail"),
    path("me/data/<uuid:pk>/copy/", copy_detail, name="copy_detail"),
    path("me/data/<uuid:pk>/copy/<int:number>/", copy_table, name="copy_table"),
    path("me/data/<uuid:pk>/download/", copy_download, name="copy_download"),
    path("audit/record/", record, name="record"),
    path("audit/record/checks/", record_check_create, name="record_check_create"),
    path("audit/record/export/", record_export, name="record_export"),
    path("me/history/<int:pk>/receipt/", consent_receipt, name="consent_receipt"),
    path("verifier/", record_verifier, name="record_verifier"),
    path("demo/sign-in/", demo_sign_in, name="demo_sign_in"),
]

urlpatterns = [
    path("", include((pages, "accounts"))),
    path("accounts/sessions/", usersessions_list, name="usersessions_list"),
    path("language/", set_language, name="set_language"),
    path("session/keep-alive/", session_keepalive, name="session_keepalive"),
]
