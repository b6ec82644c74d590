"""The public names of accounts."""

from accounts.models.user import Role, User

__all__ = ["Role", "User"]
