"""Members' claims, orders, balances, documents and more; staff's /holds/ and more; /hooks/."""

from django.urls import path

from claims.views import (
    approvals,
    balances,
    batches,
    claims,
    documents,
    feedback,
    hit_rate,
    holds,
    order_choices,
    orders,
    sharing,
    sources,
    webhook_events,
)

app_name = "claims"
urlpatterns = [
    path("approvals/", approvals.approval_list, name="approval_list"),
    path("approvals/<uuid:pk>/", approvals.approval_detail, name="approval_detail"),
    path("claims/", claims.claim_list, name="claim_list"),
    path("claims/<uuid:pk>/", claims.claim_detail, name="claim_detail"),
    path("claims/<uuid:pk>/receipt/", claims.claim_receipt, name="claim_receipt"),
    path("orders/", orders.order_list, name="order_list"),
    path("orders/<uuid:pk>/", orders.order_detail, name="order_detail"),
    path("orders/<uuid:pk>/needed-by/", orders.order_needed_by, name="order_needed_by"),
    path(
        "orders/<uuid:pk>/choices/<slug:choice>/",
        order_choices.order_choice_create,
        name="order_choice_create",
    ),
    path("balances/", balances.balance_list, name="balance_list"),
    path("balances/<uuid:pk>/", balances.balance_detail, name="balance_detail"),
    path("dates/", hit_rate.hit_rate, name="hit_rate"),
    path("dates/sources/", hit_rate.hit_rate_by_source, name="hit_rate_by_source"),
    path("holds/", holds.hold_list, name="hold_list"),
    path("holds/<uuid:pk>/", holds.hold_detail, name="hold_detail"),
    path("sources/", sources.source_list, name="source_list"),
    path("sources/<slug:slug>/", sources.source_detail, name="source_detail"),
    path(
        "sources/<slug:slug>/codes/<int:pk>/note/",
        sources.code_note_create,
        name="code_note_create",
    ),
    path(
        "sources/<slug:slug>/events/<int:pk>/tries/new/",
        webhook_events.webhook_try_create,
        name="webhook_try_create",
    ),
    path("batches/<int:pk>/", batches.batch_detail, name="batch_detail"),
    path(
        "batches/<int:pk>/refused.csv",
        batches.refusal_list,
        {"kind": "csv"},
        name="refusal_list_csv",
    ),
    path(
        "batches/<int:pk>/refused.jsonl",
        batches.refusal_list,
        {"kind": "jsonl"},
        name="refusal_list_jsonl",
    ),
    path("batches/<int:pk>/runs/new/", batches.run_create, name="run_create"),
    path("feedback/", feedback.feedback_create, name="feedback_create"),
    path("feedback/<uuid:pk>/", feedback.feedback_detail, name="feedback_detail"),
    path("documents/<uuid:pk>/", documents.document_detail, name="document_detail"),
    path("documents/for/<str:about>/", documents.document_list, name="document_list"),
    path("sharing/<str:about>/", sharing.sharing_detail, name="sharing_detail"),
    path("sharing/<str:about>/hiding/", sharing.hiding_create, name="hiding_create"),
    path("sharing/<str:about>/hiding/end/", sharing.hiding_delete, name="hiding_delete"),
    path("sharing/<str:about>/<uuid:pk>/", sharing.grant_create, name="grant_create"),
    path("sharing/<str:about>/<uuid:pk>/end/", sharing.grant_delete, name="grant_delete"),
    path("hooks/<slug:slug>/", webhook_events.webhook_event_create, name="webhook_event_create"),
]
