"""What a claim's card, row and questions say once an account has lines about it.

The claim says what the member may owe; the account what was billed, paid and is left. Where both
are known the account's word is the later one, so it is said, and never against it.
"""

from claims.answers.answer import Action
from claims.answers.claim_case import Case
from claims.answers.claim_names import provider
from claims.answers.person import phone_words, portal_phone
from claims.answers.words import gettext as _
from claims.answers.words import join, money, say
from claims.explanations.state import Family
from claims.facts import ClaimState, OnAccount

SETTLED_HERE = (Family.PAID, Family.DENIED, Family.FINISHED)


def account_of(case: Case) -> OnAccount | None:
    """The account, where it has the last word on what is left to pay.

    While our decision is open, or an insurer's, the claim's own "do not pay yet" stands.
    """
    if case.doubt or case.request or case.account is None:
        return None
    if case.family in SETTLED_HERE and not (case.both_decided and case.account.waiting):
        return case.account
    decided = case.facts.state is ClaimState.WITH_OTHER_PAYER and not case.account.waiting
    return case.account if decided else None


def share_label(case: Case) -> str:
    """What the member's part is called: an account may show that it is paid already."""
    if account_of(case) is not None:
        return _("Your share")
    return _("You may owe at most") if case.at_most else _("You may owe")


def still_owed(case: Case) -> int | None:
    """The most that the member may still have to pay; None when nobody stated it."""
    account = account_of(case)
    if account is None:
        return case.owes
    if account.asked or case.owes is None:
        return max(account.left, 0)
    return max(min(account.left, case.owes - max(account.paid, 0)), 0)


def asks_too_much(case: Case) -> bool:
    """A bill asks for more than the claim says that the member may owe."""
    account = account_of(case)
    if account is None or account.waiting or account.disputed or case.owes is None:
        return False
    return account.asked > max(case.owes, 0)


def paid_too_much(case: Case) -> int:
    """Cents that the member paid above their share; 0 where we do not know of any."""
    account = account_of(case)
    if account is None or account.waiting or account.disputed or case.owes is None:
        return 0
    share = max(case.owes, 0) + max(case.amounts.paid_by_member or 0, 0)
    return 0 if account.left else max(account.paid - account.fees - share, 0)


def left_to_pay(case: Case) -> str:
    """What was paid and what is left, in place of "you may owe"; "" when no account says so."""
    account = account_of(case)
    if account is None:
        return ""
    if account.waiting:
        return say(
            _("Do not pay {amount} yet: an insurer still has to decide."),
            amount=money(account.left),
        )
    if account.disputed:
        return say(
            _("We are checking {amount}. You do not have to pay it while we check."),
            amount=money(account.left),
        )
    if asks_too_much(case):
        return _too_much(case, account)
    paid = say(_("You paid {amount}."), amount=money(account.paid)) if account.paid > 0 else ""
    back = paid_too_much(case)
    if back:
        sentence = _("You paid {amount}. That is {more} more than your share.")
        paid = say(sentence, amount=money(account.paid), more=money(back))
    return join(paid, _rest(case, account), _do_not_pay(account))


def to_pay(case: Case) -> Action | None:
    """What to do about what is left; None where the claim's own action stands."""
    account = account_of(case)
    if account is None:
        return None
    asks_now = account.asked > 0 and not account.disputed and not account.waiting
    if asks_too_much(case) or (case.again and asks_now):
        phone = phone_words(case.facts.plan.phone or portal_phone())
        sentence = _("You can call us at {phone} before you pay.")
        return Action(sentence=say(sentence, phone=phone), kind="call")
    if back := paid_too_much(case):
        sentence = _("You can ask {provider} to give you {amount} back.")
        values = {"provider": provider(case.facts), "amount": money(back)}
        return Action(sentence=say(sentence, **values), kind="provider")
    if asks_now:
        sentence = _("You can pay {amount} on your Balance page.")
        return Action(sentence=say(sentence, amount=money(account.asked)), kind="pay")
    if account.waiting or account.disputed or not still_owed(case):
        return Action(sentence=_("You do not need to do anything now."))
    return None


def row_amount(case: Case) -> str:
    """The one number of a list row; "" where the claim's own stands."""
    account = account_of(case)
    if account is None:
        return ""
    if account.waiting:
        return _("Do not pay yet")
    if account.disputed:
        return say(_("We are checking {amount}"), amount=money(account.left))
    if account.asked > 0:
        return say(_("{amount} left to pay"), amount=money(account.asked))
    if still_owed(case):
        return say(_("You may owe {amount}"), amount=money(still_owed(case) or 0))
    return _("You owe $0") if not case.owes else _("Nothing left to pay")


def _too_much(case: Case, account: OnAccount) -> str:
    if not case.owes:
        return say(
            _("But your balance asks for {amount}. Ask us before you pay it."),
            amount=money(account.asked),
        )
    return say(
        _("Your balance asks for {asked}. Your share is {share}, so ask us before you pay."),
        asked=money(account.asked),
        share=money(case.owes),
    )


def _do_not_pay(account: OnAccount) -> str:
    """The account is older than our decision, or does not know it: the decision counts."""
    if not account.beyond:
        return ""
    sentence = _("Your account shows {amount} more than your share. Do not pay that part.")
    return say(sentence, amount=money(account.beyond))


def _rest(case: Case, account: OnAccount) -> str:
    if account.asked > 0:
        return say(_("{amount} is left to pay."), amount=money(account.asked))
    rest = still_owed(case)
    if not rest:
        return _("Nothing is left to pay.")
    return say(_("You may still owe {amount}. It is not on a bill yet."), amount=money(rest))
