"""The public names of accounts."""

from accounts.models.member import Address, Member, MemberIdentifier, Phone
from accounts.models.user import Role, User

__all__ = ["Address", "Member", "MemberIdentifier", "Phone", "Role", "User"]
