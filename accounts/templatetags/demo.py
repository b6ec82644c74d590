"""The made-up people, for the sign-in page of the demo."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from accounts.checks import demo_is_open
from accounts.models import User

register = template.Library()


@register.simple_tag
def demo_people() -> list[dict[str, Any]]:
    """Members first, each with a name and a sentence; none outside the demo."""
    if not demo_is_open():
        return []
    people = User.objects.made_up().select_related("member").order_by("created_at", "pk")
    return [
        {"user": user, "name": name_of(user), "story": _(user.demo_story)}
        for user in sorted(people, key=lambda user: not hasattr(user, "member"))
    ]


def name_of(user: User) -> str:
    """Staff have no name in the record, so their address stands for it."""
    member = getattr(user, "member", None)
    return member.preferred_name if member else user.email.partition("@")[0].capitalize()
