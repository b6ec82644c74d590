"""How we reach the member and the member us: the app's public names."""

from outreach.models.call_request import CallRequest

__all__ = ["CallRequest"]
