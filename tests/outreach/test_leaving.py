"""What leaves the portal: every notice, by every channel, in every language, says nothing of it.

What is read here is what a provider gets, whole. A new notice, channel, language or e-mail template
is in it without being named here.
"""

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import translation
from django.utils.html import strip_tags

from accounts.models import Member
from claims.facts import Guard
from outreach import notices, nudges
from outreach.channels import Letter
from outreach.channels.email import message_of
from outreach.channels.push import words_of as push_words
from outreach.letters import letter_of
from outreach.models import Channel, Delivery, Message
from outreach.notice import nameless
from outreach.notices import NOTICES
from outreach.sending import words_of
from tests import make

#: What must never stand in an e-mail, a text or a subject line, in either language.
SENSITIVE = re.compile(
    r"claim|order\b|balance|bill|pay|owe|den(y|ied)|appeal|decision|doctor|clinic|diagnos|drug|"
    r"medic|health|plan\b|late|call\b|\$|\d|"
    r"reclamo|pedido|saldo|factura|pag[oa]|deud|deneg|apela|decisi|m[eé]dic|cl[ií]nic|salud|llamada",
    re.IGNORECASE,
)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
KEY = "0198c0de-0000-7000-8000-000000000001"
HEADERS = {
    *("Subject", "From", "To", "Date", "MIME-Version", "Content-Type", "Message-ID"),
    *("Content-Language", "Auto-Submitted"),
    *("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"),
}
ACCOUNT = Path(settings.BASE_DIR) / "templates" / "account" / "email"
SAID = re.compile(r"""{% (?:blocktranslate[^%]*%}(.*?){% end|translate "([^"]*)")""", re.DOTALL)

pytestmark = pytest.mark.django_db


def letters(channel: Channel, language: str) -> list[tuple[Message, Letter]]:
    """One of every notice, to somebody whose claim has a number and a name."""
    member = Member(pk=KEY, preferred_name="Ana", language=language)
    said = {"title": "Claim CLM-2041 was denied", "text": "You owe $20."}
    found = []
    for key in NOTICES:
        message = Message(pk=KEY, member=member, notice=key, purpose="service_messages", **said)
        delivery = Delivery(pk=KEY, message=message, channel=channel, provider="")
        found.append((message, letter_of(delivery)))
    return found


def words(content: str, message: Message, sent: Letter) -> str:
    """Without the two addresses that any of them may have."""
    ours = settings.PORTAL_ADDRESS + message.get_absolute_url()
    return content.replace(ours, "").replace(sent.stop_url, "")


def everything(message: Message, sent: Letter, channel: Channel) -> str:
    if channel == Channel.PUSH:
        return words(push_words(sent).decode(), message, sent).replace(KEY, "")
    return "\n".join(
        (sent.subject, words(sent.text, message, sent), strip_tags(words(sent.html, message, sent)))
    )


def test_every_notice_that_is_written_down_is_one_of_those_that_are_read_here() -> None:
    for package, name in ((notices, "NOTICE"), (nudges, "NUDGE")):
        for found in pkgutil.iter_modules(package.__path__):
            module = import_module(f"{package.__name__}.{found.name}")
            assert found.name == "nudge" or getattr(module, name).key in NOTICES, found.name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", Channel)
def test_no_notice_says_anything_sensitive_outside(channel: Channel, language: str) -> None:
    for message, sent in letters(channel, language):
        told = everything(message, sent, channel)
        assert len(told) > 40
        assert not SENSITIVE.search(told), (message.notice, told)
        assert len(sent.subject.split()) <= 9


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_email_has_a_picture_a_link_too_many_or_a_header_that_tells(language: str) -> None:
    for message, sent in letters(Channel.EMAIL, language):
        ours = settings.PORTAL_ADDRESS + message.get_absolute_url()
        for content in (sent.text, sent.html):
            assert set(re.findall(r"https?://[^\s\"<]+", content)) == {ours, sent.stop_url}
        assert not re.search(r"<(img|style|script|link|iframe|form)|url\(|@import", sent.html)
        made = message_of(sent)
        assert isinstance(made, EmailMultiAlternatives)
        headers = dict(made.message().items())
        assert headers.keys() <= HEADERS, message.notice
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert headers["List-Unsubscribe"] == f"<{sent.stop_url}>"
        assert headers["Auto-Submitted"] == "auto-generated"
        assert KEY in headers["Message-ID"]


def test_the_lint_would_find_what_it_looks_for() -> None:
    for said in ("Your claim was denied", "You owe $20", "Su reclamo", "Una llamada", "CLM-2041"):
        assert SENSITIVE.search(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_email_about_an_account_says_anything_sensitive(language: str) -> None:
    found = sorted(ACCOUNT.glob("*.txt"))
    assert found
    for template in found:
        for pair in SAID.findall(template.read_text()):
            with translation.override(language):
                said = translation.gettext("".join(pair))
            assert not SENSITIVE.search(re.sub(r"\d", "", said)), (template.name, said)


@pytest.mark.parametrize("guard", [Guard.UNKNOWN, Guard.HIV])
@pytest.mark.parametrize("language", LANGUAGES)
def test_about_something_guarded_every_notice_says_only_that_there_is_an_update(
    maya: Member, guard: Guard, language: str
) -> None:
    claim = make.claim(maya, guard=guard)
    with translation.override(language):
        only = nameless()
        assert not SENSITIVE.search(only.title + " ".join(only.paragraphs))
        for key in NOTICES:
            about = Message(member=maya, notice=key, subject="claim", subject_id=claim.pk)
            assert words_of(about, maya, make.now()) == (only, True), key


@pytest.mark.parametrize("who", ["client", "as_maya"])
def test_a_link_in_a_message_changes_nothing_for_who_is_not_its_member(
    who: str, request: pytest.FixtureRequest, omar: Member
) -> None:
    browser: Client = request.getfixturevalue(who)
    message = make.message(omar)
    answer = browser.get(message.get_absolute_url())
    assert answer.status_code in (302, 404)
    message.refresh_from_db()
    assert message.read_at is None
    assert "?" not in message.get_absolute_url()
