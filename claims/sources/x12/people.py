"""Who is meant by the NM1 segments of a claim: the patient, and those who gave care."""

from claims.facts import PersonName
from claims.person_name import may_be
from claims.sources.ledger import MEMBER_NUMBER
from claims.sources.values import text
from claims.sources.x12.reading import Wrong
from claims.sources.x12.segments import Segment

DEPENDENT = "x12/dependent"  # a patient whom a file knows by another's number and a name
STATE_NUMBERS = frozenset({"34", "SY"})  # social security: never kept, never searched
CHANGED = "C"  # the number that the payer has for the person, where the provider gave another
PERSON = "1"
LONGEST_NUMBER = 40


def name(nm1: Segment) -> str:
    """ "PAT JONES", or an organization's name, as the source writes it."""
    last = nm1.element(3)
    if nm1.element(2) != PERSON:
        return text(last, 200)
    return text(" ".join(part for part in (nm1.element(4), last) if part), 200)


def called(nm1: Segment | None) -> PersonName | None:
    """The name of a person in its parts; None when it states none."""
    if nm1 is None or nm1.element(2) != PERSON:
        return None
    last, first, middle, suffix = (text(nm1.element(place), 100) for place in (3, 4, 5, 7))
    return PersonName(last, first, middle, suffix) if last or first else None


def number(nm1: Segment | None) -> str:
    """The number a plan knows this person by; "" when there is none that we may keep."""
    if nm1 is None or nm1.element(8) in STATE_NUMBERS:
        return ""
    found = text(nm1.element(9), LONGEST_NUMBER + 1)
    if len(found) > LONGEST_NUMBER:  # cut, it may be somebody else's
        raise Wrong("NM109", f"{LONGEST_NUMBER} characters or fewer", "more")
    return found


def patient(
    patient: Segment | None, insured: Segment | None = None, corrected: Segment | None = None
) -> tuple[str, str]:
    """(system, value) of the patient: NM1*QC, NM1*IL where the insured is another, NM1*74.

    A dependent without a number of their own is somebody else than the insured: their claims
    must not appear among the insured's, so the insured's number and the name stand for them.
    """
    changed = number(corrected) if corrected and corrected.element(8) == CHANGED else ""
    own, insured_number = number(patient), changed or number(insured)
    if patient and insured and not _same_person(patient, insured):
        if own and own != number(insured):
            return MEMBER_NUMBER, own
        if insured_number:
            return DEPENDENT, f"{insured_number}|{_called(patient)}"
    elif found := changed or own or insured_number:
        return MEMBER_NUMBER, found
    raise Wrong("NM109", "a member number of the patient", "none that may be kept")


def _same_person(one: Segment, other: Segment) -> bool:
    """Whether a patient is the insured: where first names are left out, the same letters only."""
    if "" in (one.element(3), other.element(3)):
        return True
    told, insured = called(one), called(other)
    if not (told and insured and told.first and insured.first):
        return _called(one) == _called(other)
    whole = f"{insured.first} {insured.middle} {insured.last} {insured.suffix}"
    return may_be(told, whole)


def _called(nm1: Segment) -> str:
    parts = (nm1.element(place) for place in (3, 4, *((7,) if nm1.element(7) else ())))
    return text("|".join(parts).upper(), 150)
