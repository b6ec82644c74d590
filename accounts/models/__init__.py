"""The public names of accounts."""

from accounts.models.access_record import AccessRecord, record_access
from accounts.models.activity import Activity
from accounts.models.anomaly import Anomaly
from accounts.models.audit_export import AuditExport
from accounts.models.consent_count import ConsentCount
from accounts.models.consent_event import ConsentEvent, ConsentNow, ConsentPruned
from accounts.models.data_request import DataCopy, DataRequest, DataRequestStep
from accounts.models.emergency_access import EmergencyAccess
from accounts.models.hidden_thing import HiddenThing, SharedThing
from accounts.models.inference import Inference, Suppression
from accounts.models.legal_hold import LegalHold
from accounts.models.member import Address, Member, MemberIdentifier, Phone
from accounts.models.preference import Preference
from accounts.models.seal import GuardWatch, RecordAlarm, RecordCheck, Seal, SealTile
from accounts.models.sweep import Sweep
from accounts.models.trusted_act import TrustedAct
from accounts.models.trusted_person import Level, TrustedPerson
from accounts.models.use import Use
from accounts.models.user import Role, User
from accounts.models.wording import Wording

__all__ = [
    "AccessRecord",
    "Activity",
    "Address",
    "Anomaly",
    "AuditExport",
    "ConsentCount",
    "ConsentEvent",
    "ConsentNow",
    "ConsentPruned",
    "DataCopy",
    "DataRequest",
    "DataRequestStep",
    "EmergencyAccess",
    "GuardWatch",
    "HiddenThing",
    "Inference",
    "LegalHold",
    "Level",
    "Member",
    "MemberIdentifier",
    "Phone",
    "Preference",
    "RecordAlarm",
    "RecordCheck",
    "Role",
    "Seal",
    "SealTile",
    "SharedThing",
    "Suppression",
    "Sweep",
    "TrustedAct",
    "TrustedPerson",
    "Use",
    "User",
    "Wording",
    "record_access",
]
