"""The public names of accounts."""

from accounts.models.access_record import AccessRecord, record_access
from accounts.models.emergency_access import EmergencyAccess
from accounts.models.member import Address, Member, MemberIdentifier, Phone
from accounts.models.user import Role, User

__all__ = [
    "AccessRecord",
    "Address",
    "EmergencyAccess",
    "Member",
    "MemberIdentifier",
    "Phone",
    "Role",
    "User",
    "record_access",
]
