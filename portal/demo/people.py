"""Who is in the demo: made-up members and the people who work for them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from accounts.models import Role

#: How the demo's outside systems name a member.
IDENTIFIER_SYSTEM = "https://porchlight.example/member"
PASSWORD = "porchlight-demo-2026"  # noqa: S105 - printed by `manage.py demo`; demo mode only


class Person(Struct, frozen=True, kw_only=True):
    """``slug`` is also the first part of the e-mail address; ``shows`` says why to be them."""

    slug: str
    name: str
    shows: str | Promise
    role: Role = Role.MEMBER
    legal_name: str = ""
    pronunciation: str = ""
    number: str = ""
    plan: str = ""
    zone: str = "America/New_York"
    language: str = "en"
    phone: str = ""

    @property
    def email(self) -> str:
        return f"{self.slug}@demo.example"


MEMBERS = (
    Person(
        slug="maya",
        name="Maya",
        legal_name="Maya Torres",
        number="PL100001",
        plan="harbor-works",
        zone="America/Chicago",
        phone="+13125550142",
        shows=_("Checks at night: claims in review, approvals before care, an order on its way"),
    ),
    Person(
        slug="daniel",
        name="Daniel",
        legal_name="Daniel Reed",
        number="PL100002",
        plan="lakeview-ppo",
        phone="+12125550117",
        shows=_(
            "Denied claims, one that we had approved; appeals open, due today, ended; a balance"
        ),
    ),
    Person(
        slug="rosa",
        name="Rosa",
        legal_name="Rosa Delgado",
        pronunciation="ROH-sah",
        number="PL100003",
        plan="community-first",
        zone="America/Los_Angeles",
        language="es",
        phone="+13235550164",
        shows=_("Everything in Spanish: Medicaid, approvals before care, an order to collect"),
    ),
    Person(
        slug="ahmed",
        name="Ahmed",
        legal_name="Ahmed Hassan",
        pronunciation="AH-med",
        number="PL100004",
        plan="bright-valley",
        zone="America/Detroit",
        phone="+13135550128",
        shows=_("What we say when a system is late, silent, wrong or disagrees"),
    ),
    Person(
        slug="grace",
        name="Grace",
        legal_name="Grace Kim",
        number="PL100005",
        plan="evergreen-advantage",
        zone="America/Denver",
        phone="+13035550185",
        shows=_("Medicare Advantage: a late decision, an appeal, approvals before care"),
    ),
    Person(
        slug="ellen",
        name="Ellen",
        legal_name="Ellen Walsh",
        number="PL100006",
        plan="original-medicare",
        phone="+16175550133",
        shows=_(
            "Two plans that pay in turn, and a bill to leave alone until they have; Tom helps her"
        ),
    ),
    Person(
        slug="tom",
        name="Tom",
        legal_name="Tom Walsh",
        number="PL100007",
        plan="harbor-works",
        phone="+16175550171",
        shows=_(
            "Ellen's son, who helps her: his own claims, files he sent, his daughter Lily's claims"
        ),
    ),
    Person(
        slug="priya",
        name="Priya",
        legal_name="Priya Nair",
        pronunciation="PREE-yah",
        number="PL100008",
        plan="lakeview-ppo",
        phone="+14045550109",
        shows=_("An order needed by Saturday that may not arrive, and a split one"),
    ),
    Person(
        slug="sam",
        name="Sam",
        legal_name="Sam Okafor",
        number="PL100009",
        plan="bright-valley",
        zone="America/Phoenix",
        phone="+16025550156",
        shows=_("Private care that only Sam sees named; money in credit"),
    ),
    Person(
        slug="kit",
        name="Kit",
        legal_name="Kit Larsen",
        number="PL100010",
        plan="bright-valley",
        zone="America/Anchorage",
        phone="+19075550112",
        shows=_("An old, shared phone: orders lost, returned, disputed and cancelled"),
    ),
    Person(
        slug="june",
        name="June",
        legal_name="June Park",
        number="PL100011",
        plan="evergreen-advantage",
        zone="America/Los_Angeles",
        phone="+12065550193",
        shows=_("An order in each of the other states; a parcel with a label only"),
    ),
    Person(
        slug="luis",
        name="Luis",
        legal_name="Luis Herrera",
        pronunciation="loo-EES",
        number="PL100012",
        plan="harbor-works",
        zone="America/Puerto_Rico",
        language="es",
        phone="+17875550148",
        shows=_("Claims that were corrected, replaced, split or withdrawn; a late bill"),
    ),
    Person(
        slug="walter",
        name="Walter",
        legal_name="Walter Jensen",
        number="PL100013",
        plan="evergreen-advantage",
        zone="America/Chicago",
        phone="+16085550177",
        shows=_("Three years of claims: lists with pages, and something to search"),
    ),
    Person(
        slug="nora",
        name="Nora",
        legal_name="Nora Bell",
        number="PL100014",
        plan="lakeview-ppo",
        phone="+15035550120",
        shows=_("Joined this week: nothing here yet"),
    ),
)

STAFF = (
    Person(
        slug="lena", name="Lena", role=Role.SPECIALIST, shows=_("Claims specialist, calls back")
    ),
    Person(
        slug="omar", name="Omar", role=Role.SPECIALIST, shows=_("Claims specialist, calls back")
    ),
    Person(slug="ines", name="Ines", role=Role.SPECIALIST, shows=_("Orders specialist")),
    Person(slug="ruth", name="Ruth", role=Role.SUPERVISOR, shows=_("Supervisor")),
    Person(slug="nadia", name="Nadia", role=Role.PRIVACY_OFFICER, shows=_("Privacy officer")),
    Person(slug="otis", name="Otis", role=Role.OPERATOR, shows=_("Operator, runs the portal")),
)

PEOPLE = MEMBERS + STAFF
BY_SLUG = {person.slug: person for person in PEOPLE}


def table(address: str) -> str:
    """Who shows what and how to sign in, for a terminal."""
    wide = max(len(person.email) for person in PEOPLE)
    rows = [f"  {person.email:<{wide}}  {person.shows}" for person in PEOPLE]
    return "\n".join(
        (
            f"Sign in at {address}/ as any of these, password {PASSWORD}",
            *rows,
            "Their dates count from the day they were made: manage.py demo --reset starts anew.",
        )
    )
