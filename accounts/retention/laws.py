"""Why things are kept, in a sentence each, with the rule it rests on."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Struct


class Law(Struct, frozen=True):
    """``why`` is for everybody; ``rule`` is the citation, the same in every language."""

    why: str | Promise
    rule: str = ""


LAWS = {
    "plan_records": Law(
        _("The law tells health plans to keep their records of claims this long."),
        "42 CFR 422.504(d), 42 CFR 438.3(u), ERISA § 107",
    ),
    "money": Law(
        _("Tax and accounting rules ask us to keep records of money this long."),
        "26 CFR 1.6001-1",
    ),
    "privacy_records": Law(
        _("The law asks us to be able to show for this long what was decided and who looked."),
        "45 CFR 164.316(b)(2), 164.530(j)",
    ),
    "requests": Law(
        _("The law asks us to keep what you asked for and how we answered."),
        "45 CFR 164.524(e), 164.526(f), 164.530(j); 11 CCR 7101",
    ),
    "proof": Law(
        _("We must be able to prove what you agreed to, also after it has ended."),
        "45 CFR 164.508(b)(6), 164.530(j); GDPR 7(1)",
    ),
    "digests": Law(
        _("It shows that nobody changed what came after it. What you had decided is not in it."),
        "45 CFR 164.508(b)(6), 164.530(j); GDPR 7(1)",
    ),
    "notices": Law(
        _("While you have claims, the law asks us to write to you about them."),
        "29 CFR 2560.503-1(g), (j)",
    ),
    "stopped": Law(
        _("What you stopped stays stopped. Without this we would begin to write to you again."),
        "15 USC 7704(a)(4); 47 CFR 64.1200(d)",
    ),
    "legal_hold": Law(
        _("A legal rule tells us to keep everything as it is for now."), "FRCP 37(e)"
    ),
    "safety": Law(_("It keeps your sign-in safe."), "45 CFR 164.312(a), (d)"),
    "needed": Law(_("We keep it only as long as it is of use to you.")),
    "work": Law(_("We need it to find out what went wrong with a file or a system.")),
    "honest_dates": Law(_("We count it to say how good our dates are. It names no member.")),
    "set_up": Law(_("It is a part of the portal itself and says nothing about anybody.")),
}
