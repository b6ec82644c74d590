"""E-mail, by whatever backend is set up: SMTP unless told otherwise, or a provider of anymail's."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from outreach.channels.channel import Letter, Never, NotNow

GONE_FOR_GOOD = 500  # SMTP answers from here on are final


class Email:
    """One mail server; ``options`` are what `get_connection` takes, none for the usual one."""

    def __init__(self, name: str, options: dict[str, Any] | None = None) -> None:
        self.name, self.options = name, options or {}

    def __enter__(self) -> Self:
        self.connection = get_connection(**self.options)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        try:
            self.connection.close()
        except (SMTPException, OSError):
            self.connection = get_connection(**self.options)

    def send(self, letter: Letter) -> str:
        message = message_of(letter)
        try:
            self.connection.open()
        except (SMTPException, OSError) as problem:
            self.close()
            raise NotNow(type(problem).__name__, away=True) from problem
        try:
            self.connection.send_messages([message])
        except SMTPRecipientsRefused as problem:
            raise _refused(problem) from problem
        except AnymailRecipientsRefused as problem:
            raise Never(type(problem).__name__) from problem
        except SMTPResponseException as problem:
            self.close()
            raise NotNow(f"{type(problem).__name__} {problem.smtp_code}") from problem
        except (SMTPException, AnymailError, OSError) as problem:
            self.close()
            raise NotNow(type(problem).__name__, away=True, unknown=True) from problem
        return str(getattr(getattr(message, "anymail_status", None), "message_id", "") or "")


def message_of(letter: Letter) -> EmailMultiAlternatives:
    """The Message-ID is the key, so that mail programs know a second copy for the same."""
    host = urlsplit(settings.PORTAL_ADDRESS).hostname
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[letter.address],
        headers={
            "Message-ID": f"<{letter.key}@{host}>",
            "Content-Language": letter.language,
            "Auto-Submitted": "auto-generated",
            "List-Id": f"Porchlight <updates.{host}>",
            "List-Unsubscribe": f"<{letter.stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    message.attach_alternative(letter.html, "text/html")
    if letter.calendar:  # both: some programs read the one and some the other
        kind = f"text/calendar; method={letter.method}; charset=utf-8"
        message.attach_alternative(letter.calendar.decode(), kind)
        message.attach(
            "call.ics", letter.calendar.decode(), f"text/calendar; method={letter.method}"
        )
    message.metadata = {"key": letter.key}  # type: ignore[attr-defined] - for anymail's providers
    return message


def _refused(problem: SMTPRecipientsRefused) -> NotNow | Never:
    code = max((code for code, _words in problem.recipients.values()), default=0)
    reason = f"SMTP {code}"
    return Never(reason) if code >= GONE_FOR_GOOD else NotNow(reason)
