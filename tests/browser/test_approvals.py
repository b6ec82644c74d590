"""Approvals before care: good (Maya), refused (Daniel), ending (Grace), in Spanish (Rosa)."""

from tests.browser.conftest import Site, Visit
from tests.browser.test_spanish import is_spanish


def test_an_approval_is_found_from_the_claims_and_says_what_it_is_worth(
    site: Site, visit: Visit, scripts: bool
) -> None:
    maya = visit("maya", scripts=scripts)
    maya.open("/claims/", title="Your claims")
    maya.never_sees("Knee surgery")
    maya.go(maya.link("See your approvals before care"), title="Your approvals")
    maya.sees("2 approvals.", "We asked Lakeshore Orthopedics for the visit notes and the report")
    maya.go(maya.link("Physical therapy for the knee"), title="Your approval")
    maya.sees(
        "Your approval for Physical therapy for the knee",
        "Your approval number is A-2210. This is not a promise of payment.",
        "The approval is good from Wednesday, February 11 to Tuesday, May 12.",
        "Approved: 16 visits.",
    )
    maya.go(maya.main().get_by_role("link", name="Approvals"))
    maya.go(maya.link("Knee surgery"))
    maya.sees(
        "Wait for our answer before you get this care.",
        "It must be decided by Sunday, March 15.",
        "Lakeshore Orthopedics sends us the visit notes and the report of your scan",
        "Ask for a fast decision",
        "In an emergency, get care right away.",
    )


def test_a_refused_request_and_a_claim_that_we_had_approved(site: Site, visit: Visit) -> None:
    daniel = visit("daniel")
    daniel.open("/approvals/")
    daniel.go(daniel.link("MRI of the spine"))
    daniel.sees(
        "We did not approve this care.",
        "Ask for a fast appeal",
        "Ask Hudson Spine Center to talk with our doctor",
        "No person looked at this request before the decision. You can ask for one.",
        "Try 6 weeks of physical therapy first.",
    )
    daniel.open("/claims/?q=CT+scan")
    daniel.go(daniel.link("CT scan"))
    daniel.sees("We hold an approval for this care: number A-3090.")
    daniel.never_sees("request late approval")
    daniel.go(daniel.link("We approved the request"))
    daniel.sees("Your approval for CT scan of the head", "Claims for this approval")


def test_an_approval_that_ends_and_one_that_ended(site: Site, visit: Visit) -> None:
    grace = visit("grace")
    grace.open("/approvals/?show=you")
    grace.go(grace.link("Home oxygen"))
    grace.sees(
        "This approval ends soon.",
        "Get the care by Sunday, March 8, or ask Mile High Oxygen for more time.",
    )
    grace.open("/search/?q=A-8012")
    grace.go(grace.link("Heart rehabilitation"))
    grace.sees("This approval has ended.", "If you still need this care")


def test_approvals_read_right_in_spanish(site: Site, visit: Visit, scripts: bool) -> None:
    rosa = visit("rosa", scripts=scripts)
    rosa.open("/approvals/", title="Sus aprobaciones")
    is_spanish(rosa)
    rosa.go(rosa.link("Enfermera en casa, 20 visitas"))
    rosa.sees(
        "Aprobamos una parte de esta atención.",
        "Esto no es una promesa de pago.",
        "Aprobado en parte: 12 visitas. Se pidió: 20 visitas.",
        "Una persona revisó esta solicitud antes de que decidiéramos.",
    )
    is_spanish(rosa)
