"""Retention of what members ask us to do with their data, and of what we did about it."""

from django.utils.translation import gettext_lazy as _

from accounts.retention.rule import Asked, Group, Rule

YEAR = 365

RULES = (
    Rule(
        model="accounts.DataCopy",
        what=_("Copies that we made for you"),
        group=Group.REQUESTS,
        owner="request__member",
        days=0,
        since="gone_at",
        law="needed",
        asked=Asked.GOES,
        withheld={"packed": _("It is a copy like this one.")},
    ),
    Rule(
        model="accounts.DataRequestStep",
        what=_("What we did about your requests, step by step"),
        group=Group.REQUESTS,
        owner="request__member",
        follows="request",
        law="requests",
    ),
    Rule(
        model="accounts.Sweep",
        what=_("What we deleted, and when"),
        group=Group.REQUESTS,
        owner="request__member",
        days=6 * YEAR + 2,
        since="at",
        law="privacy_records",
    ),
    Rule(
        model="accounts.DataRequest",
        what=_("What you asked us to do with your data, and our answer"),
        group=Group.REQUESTS,
        owner="member",
        days=6 * YEAR + 2,
        since="finished_at",
        law="requests",
        provided=("kind", "home", "words", "right", "asked_at"),
    ),
    Rule(
        model="accounts.LegalHold",
        what=_("Legal rules that keep your data as it is"),
        group=Group.REQUESTS,
        owner="member",
        days=6 * YEAR + 2,
        since="lifted_at",
        law="privacy_records",
        withheld={"why": _("It is part of a legal matter.")},
    ),
)
