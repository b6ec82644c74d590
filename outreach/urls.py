"""/inbox/ and /calls/ for members, /desk/ for those who call them."""

from django.urls import path

from outreach.views import (
    booking,
    booking_change,
    call_request,
    check,
    desk,
    emergency_access,
    follow,
    inbox,
    payment,
    reach,
    rule,
    specialist,
    stop,
)

app_name = "outreach"
urlpatterns = [
    path("calls/new/", call_request.call_request_create, name="call_request_create"),
    path("calls/bookings/", booking.booking_create, name="booking_create"),
    path("calls/bookings/<uuid:pk>/", booking.booking_detail, name="booking_detail"),
    path(
        "calls/bookings/<uuid:pk>/cancellation/",
        booking.booking_cancellation_create,
        name="booking_cancellation_create",
    ),
    path(
        "calls/bookings/<uuid:pk>/restoration/",
        booking_change.booking_restoration_create,
        name="booking_restoration_create",
    ),
    path("calls/bookings/<uuid:pk>/time/", booking_change.booking_update, name="booking_update"),
    path("calls/bookings/<uuid:pk>/call.ics", booking.booking_calendar, name="booking_calendar"),
    path("calls/<uuid:pk>/", call_request.call_request_detail, name="call_request_detail"),
    path(
        "calls/<uuid:pk>/cancellation/",
        call_request.cancellation_create,
        name="cancellation_create",
    ),
    path("balances/<uuid:pk>/payments/", payment.payment_create, name="payment_create"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/not-sent/", inbox.refusal_list, name="refusal_list"),
    path("inbox/<uuid:pk>/", inbox.message_detail, name="message_detail"),
    path("inbox/<uuid:pk>/stop/", inbox.stop_create, name="stop_create"),
    path("follows/new/", follow.follow_create, name="follow_create"),
    path("follows/ended/", follow.follow_end, name="follow_end"),
    path("inbox/reach/", reach.reach, name="reach"),
    path("inbox/reach/<int:pk>/", reach.silence_end, name="silence_end"),
    path("nudges/", rule.rule_list, name="rule_list"),
    path("nudges/undelivered/", rule.undelivered_list, name="undelivered_list"),
    path("nudges/undelivered/<slug:kind>/<uuid:pk>/", rule.again_create, name="again_create"),
    path("nudges/everything/going-on/", rule.go_on_create, name="go_on_create"),
    path("nudges/<slug:key>/", rule.rule_detail, name="rule_detail"),
    path("nudges/<slug:key>/dry-runs/", rule.dry_run_create, name="dry_run_create"),
    path("nudges/<slug:key>/proposals/", rule.proposal_create, name="proposal_create"),
    path("nudges/<slug:key>/starts/", rule.start_create, name="start_create"),
    path("nudges/<slug:key>/stops/", rule.rule_stop_create, name="rule_stop_create"),
    path("stop/<str:token>/", stop.stop, name="stop"),
    path("desk/", desk.desk, name="desk"),
    path("desk/calls/<uuid:pk>/call/", desk.call_create, name="call_create"),
    path("desk/bookings/<uuid:pk>/call/", desk.booked_call_create, name="booked_call_create"),
    path(
        "desk/bookings/<uuid:pk>/no-answer/",
        desk.unanswered_call_create,
        name="unanswered_call_create",
    ),
    path("desk/specialists/", specialist.specialist_list, name="specialist_list"),
    path("desk/specialists/<uuid:pk>/", specialist.specialist_detail, name="specialist_detail"),
    path(
        "desk/specialists/<uuid:pk>/time-off/",
        specialist.time_off_create,
        name="time_off_create",
    ),
    path("desk/checks/", check.check_list, name="check_list"),
    path(
        "desk/emergencies/new/",
        emergency_access.emergency_access_create,
        name="emergency_access_create",
    ),
    path(
        "desk/emergencies/<uuid:pk>/",
        emergency_access.emergency_access_detail,
        name="emergency_access_detail",
    ),
    path(
        "desk/emergencies/<uuid:pk>/ending/",
        emergency_access.emergency_ending_create,
        name="emergency_ending_create",
    ),
]
