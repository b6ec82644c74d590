"""Links of allauth's pages that stand in a loop, where a template may not look addresses up."""

from django import template
from django.urls import reverse

register = template.Library()


@register.filter
def key_address(key: int, name: str) -> str:
    """Where the passkey of that key is renamed or removed."""
    return reverse(name, args=[key])
