"""The made-up people, for the sign-in page of the demo."""

from django import template

from accounts.checks import demo_is_open
from accounts.models import User

register = template.Library()


@register.simple_tag
def demo_people() -> list[User]:
    """Members first; none outside the demo."""
    if not demo_is_open():
        return []
    people = User.objects.made_up().select_related("member").order_by("created_at", "pk")
    return sorted(people, key=lambda user: not hasattr(user, "member"))
