"""The public names of accounts."""

from accounts.models.access_record import AccessRecord, record_access
from accounts.models.activity import Activity
from accounts.models.emergency_access import EmergencyAccess
from accounts.models.inference import Inference, Suppression
from accounts.models.member import Address, Member, MemberIdentifier, Phone
from accounts.models.preference import Preference
from accounts.models.user import Role, User

__all__ = [
    "AccessRecord",
    "Activity",
    "Address",
    "EmergencyAccess",
    "Inference",
    "Member",
    "MemberIdentifier",
    "Phone",
    "Preference",
    "Role",
    "Suppression",
    "User",
    "record_access",
]
