"""Another claim of the same member that belongs to one: a part of it, or the other plan's."""

from enum import StrEnum

from msgspec import Struct


class Relation(StrEnum):
    PART = "part"  # of this claim, which was split
    WHOLE = "whole"  # what this claim is a part of
    OTHER_PLAN = "other_plan"  # the same care, as another plan decided it


class RelatedClaim(Struct, frozen=True, kw_only=True):
    """What a page about one claim says of another; cents. ``sure``: its state is not in doubt.

    ``state`` is a `ClaimState`; ``decided_on`` the day since when it is in it.
    """

    relation: Relation
    id: str
    state: str
    sure: bool
    number: str = ""
    service: str = ""
    plan_name: str = ""
    plan_paid: int | None = None
    member_owes: int | None = None
