"""The public names of accounts."""

from accounts.models.access_record import AccessRecord, record_access
from accounts.models.activity import Activity
from accounts.models.consent_event import ConsentEvent, ConsentNow
from accounts.models.emergency_access import EmergencyAccess
from accounts.models.inference import Inference, Suppression
from accounts.models.member import Address, Member, MemberIdentifier, Phone
from accounts.models.preference import Preference
from accounts.models.use import Use
from accounts.models.user import Role, User
from accounts.models.wording import Wording

__all__ = [
    "AccessRecord",
    "Activity",
    "Address",
    "ConsentEvent",
    "ConsentNow",
    "EmergencyAccess",
    "Inference",
    "Member",
    "MemberIdentifier",
    "Phone",
    "Preference",
    "Role",
    "Suppression",
    "Use",
    "User",
    "Wording",
    "record_access",
]
