"""The fields of FHIR that we read, and no others: what is not named here is skipped unparsed.

R4 and the STU3 shape meet in one set: where STU3 has another name (``service``, ``information``,
``outcome`` as a concept, ``code`` for a currency) both stand here.
"""

from decimal import Decimal

from msgspec import Raw, Struct, field


class Code(Struct, gc=False):
    code: str = ""


class Category(Struct, gc=False):
    """A concept of which only the code counts."""

    coding: list[Code] = []
    text: str = ""


class Coding(Struct, gc=False):
    system: str = ""
    code: str = ""
    display: str = ""


class Concept(Struct, gc=False):
    coding: list[Coding] = []
    text: str = ""


class Money(Struct, gc=False):
    value: float | str | None = None  # exact to the cent: `Reading.cents` makes sure
    currency: str = ""
    code: str = ""  # STU3: a Quantity with the currency as its unit


class Period(Struct, gc=False):
    start: str = ""
    end: str = ""


class Quantity(Struct, gc=False):
    value: Decimal | None = None
    unit: str = ""
    code: str = ""


class Identifier(Struct, gc=False):
    system: str = ""
    value: str = ""
    type: Concept | None = None
    use: str = ""
    period: Period | None = None


class Reference(Struct, gc=False):
    reference: str = ""
    display: str = ""
    identifier: Identifier | None = None


class Extension(Struct, gc=False):
    """Only the values that some extension of ours carries; extensions nest."""

    url: str = ""
    extension: list["Extension"] = []
    value_code: str = field(name="valueCode", default="")
    value_string: str = field(name="valueString", default="")
    value_date: str = field(name="valueDate", default="")
    value_boolean: bool | None = field(name="valueBoolean", default=None)
    value_count: int | None = field(name="valueUnsignedInt", default=None)
    value_quantity: Quantity | None = field(name="valueQuantity", default=None)
    value_period: Period | None = field(name="valuePeriod", default=None)
    value_coding: Coding | None = field(name="valueCoding", default=None)
    value_concept: Concept | None = field(name="valueCodeableConcept", default=None)


class Meta(Struct, gc=False):
    last_updated: str = field(name="lastUpdated", default="")
    security: list[Coding] = []


class HumanName(Struct, gc=False):
    use: str = ""
    text: str = ""
    family: str = ""
    given: list[str] = []


class Contained(Struct, gc=False):
    """Something inside a resource, or beside it in a bundle, that a reference may mean."""

    resource_type: str = field(name="resourceType", default="")
    id: str = ""
    name: str | list[HumanName] | None = None
    identifier: list[Identifier] | Identifier | None = None


class Adjudication(Struct, gc=False):
    category: Category | None = None
    reason: Concept | None = None
    amount: Money | None = None
    extension: list[Extension] = []


class Item(Struct, gc=False):
    sequence: int = 0
    item_sequence: int = field(name="itemSequence", default=0)
    product: Concept | None = field(name="productOrService", default=None)
    service: Concept | None = None  # STU3
    serviced_date: str = field(name="servicedDate", default="")
    serviced_period: Period | None = field(name="servicedPeriod", default=None)
    quantity: Raw = Raw(b"null")  # only a request's is read
    net: Money | None = None
    adjudication: list[Adjudication] = []
    extension: list[Extension] = []
    note_number: list[int] = field(name="noteNumber", default_factory=list)


class SupportingInfo(Struct, gc=False):
    category: Category | None = None
    timing_date: str = field(name="timingDate", default="")


class Insurance(Struct, gc=False):
    focal: bool | None = None
    coverage: Reference | None = None


class Related(Struct, gc=False):
    """Of ``related``: R4 gives an Identifier as ``reference``, some servers a string in it."""

    relationship: Category | None = None
    claim: Reference | None = None
    reference: Raw = Raw(b"null")


class Payment(Struct, gc=False):
    type: Category | None = None
    date: str = ""
    amount: Money | None = None
    identifier: Identifier | None = None


class Payee(Struct, gc=False):
    type: Category | None = None


class ProcessNote(Struct, gc=False):
    number: int = 0
    text: str = ""


class Told(Struct, gc=False, tag_field="resourceType", kw_only=True):
    """What the three resources about a claim have in common."""

    id: str = ""
    meta: Meta | None = None
    extension: list[Extension] = []
    contained: list[Contained] = []
    identifier: list[Identifier] = []
    status: str = ""
    type: Concept | None = None
    use: str = ""
    patient: Reference | None = None
    created: str = ""
    insurance: list[Insurance] | Insurance = []
    item: list[Item] = []


class ExplanationOfBenefit(Told, gc=False, tag="ExplanationOfBenefit"):
    outcome: str | Concept = ""
    billable_period: Period | None = field(name="billablePeriod", default=None)
    provider: Reference | None = None
    priority: Category | None = None
    related: list[Related] = []
    supporting_info: list[SupportingInfo] = field(name="supportingInfo", default_factory=list)
    information: list[SupportingInfo] = []  # STU3
    add_item: list[Raw] = field(name="addItem", default_factory=list)
    adjudication: list[Adjudication] = []
    total: list[Adjudication] = []
    total_cost: Money | None = field(name="totalCost", default=None)  # STU3
    total_benefit: Money | None = field(name="totalBenefit", default=None)  # STU3
    payment: Payment | None = None
    payee: Payee | None = None
    process_note: list[ProcessNote] = field(name="processNote", default_factory=list)
    pre_auth_ref: list[str] = field(name="preAuthRef", default_factory=list)
    pre_auth_period: list[Period] = field(name="preAuthRefPeriod", default_factory=list)


class ClaimResponse(Told, gc=False, tag="ClaimResponse"):
    outcome: str | Concept = ""
    disposition: str = ""
    request: Reference | None = None
    requestor: Reference | None = None
    adjudication: list[Adjudication] = []
    total: list[Adjudication] = []
    payment: Payment | None = None
    process_note: list[ProcessNote] = field(name="processNote", default_factory=list)
    pre_auth_ref: str = field(name="preAuthRef", default="")
    pre_auth_period: Period | None = field(name="preAuthPeriod", default=None)
    error: list[Raw] = []
    communication_request: list[Reference] = field(
        name="communicationRequest", default_factory=list
    )


class Claim(Told, gc=False, tag="Claim"):
    billable_period: Period | None = field(name="billablePeriod", default=None)
    provider: Reference | None = None
    priority: Category | None = None
    related: list[Related] = []
    supporting_info: list[SupportingInfo] = field(name="supportingInfo", default_factory=list)
    total: Money | None = None


class ContactPoint(Struct, gc=False):
    system: str = ""
    value: str = ""
    use: str = ""


class Address(Struct, gc=False):
    line: list[str] = []
    city: str = ""
    state: str = ""
    postal_code: str = field(name="postalCode", default="")
    country: str = ""


class Communication(Struct, gc=False):
    language: Category | None = None
    preferred: bool = False


class Patient(Struct, gc=False, tag_field="resourceType", tag="Patient"):
    id: str = ""
    identifier: list[Identifier] = []
    name: list[HumanName] = []
    telecom: list[ContactPoint] = []
    birth_date: str = field(name="birthDate", default="")
    address: list[Address] = []
    communication: list[Communication] = []


class CoverageClass(Struct, gc=False):
    type: Category | None = None
    value: str | Identifier = ""
    name: str = ""


class Grouping(Struct, gc=False):
    """STU3's names for what R4 puts into ``class``."""

    group: str = ""
    plan: str = ""
    sub_plan: str = field(name="subPlan", default="")


class Coverage(Struct, gc=False, tag_field="resourceType", tag="Coverage"):
    id: str = ""
    contained: list[Contained] = []
    status: str = ""
    type: Concept | None = None
    beneficiary: Reference | None = None
    subscriber_id: str = field(name="subscriberId", default="")
    relationship: Category | None = None
    period: Period | None = None
    payor: list[Reference] = []
    classes: list[CoverageClass] = field(name="class", default_factory=list)
    grouping: Grouping | None = None
    order: int | None = None


class Input(Struct, gc=False):
    type: Category | None = None
    value: Concept | None = field(name="valueCodeableConcept", default=None)
    text: str = field(name="valueString", default="")


class Restriction(Struct, gc=False):
    period: Period | None = None


class Task(Struct, gc=False, tag_field="resourceType", tag="Task"):
    """What a payer asks somebody to do: Da Vinci CDex and PAS."""

    id: str = ""
    contained: list[Contained] = []
    identifier: list[Identifier] = []
    status: str = ""
    status_reason: Concept | None = field(name="statusReason", default=None)
    code: Concept | None = None
    patient: Reference | None = field(name="for", default=None)
    focus: Reference | None = None
    reason_code: Concept | None = field(name="reasonCode", default=None)
    reason: Reference | None = field(name="reasonReference", default=None)
    owner: Reference | None = None
    authored_on: str = field(name="authoredOn", default="")
    last_modified: str = field(name="lastModified", default="")
    input: list[Input] = []
    restriction: Restriction | None = None
    meta: Meta | None = None


Resource = ExplanationOfBenefit | ClaimResponse | Claim | Patient | Coverage | Task
KINDS = ("ExplanationOfBenefit", "ClaimResponse", "Claim", "Patient", "Coverage", "Task")


class Head(Struct, gc=False):
    """Enough of any JSON document to tell what it is."""

    resource_type: str = field(name="resourceType", default="")


class Entry(Struct, gc=False):
    full_url: str = field(name="fullUrl", default="")
    resource: Raw = Raw(b"null")


class Bundle(Struct, gc=False):
    entry: list[Entry] = []
