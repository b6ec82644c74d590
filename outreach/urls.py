"""/calls/ for members, /desk/ for those who call them."""

from django.urls import path

from outreach.views import booking, call_request, check, desk, emergency_access, payment

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
    path("calls/<uuid:pk>/", call_request.call_request_detail, name="call_request_detail"),
    path(
        "calls/<uuid:pk>/cancellation/",
        call_request.cancellation_create,
        name="cancellation_create",
    ),
    path("balances/<uuid:pk>/payments/", payment.payment_create, name="payment_create"),
    path("desk/", desk.desk, name="desk"),
    path("desk/calls/<uuid:pk>/call/", desk.call_create, name="call_create"),
    path("desk/bookings/<uuid:pk>/call/", desk.booked_call_create, name="booked_call_create"),
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
