"""Text messages, by Twilio's interface or one that is like it.

Reference: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource.
"""

from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.urls import reverse

from outreach.channels.channel import Letter, Never, NotNow

TIMEOUT = (3.05, 10)  # seconds to connect, and to answer
TOO_MANY, OURS = 429, (401, 403)  # the last: our own sign-in is wrong, which no member caused
# No such number, not one that takes texts, or its owner told the provider to stop.
NO_PHONE = frozenset({21211, 21214, 21217, 21610, 21612, 21614, 30004, 30005, 30006})


class Sms:
    """One provider of `settings.TEXTS`; ``name`` is its host."""

    def __init__(self, held: dict[str, str]) -> None:
        self.name, self.address = held["name"], held["address"]
        self.account, self.token, self.number = held["account"], held["token"], held["from"]

    def __enter__(self) -> Self:
        import requests  # which no page needs

        self.session = requests.Session()
        self.session.auth = (self.account, self.token)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.session.close()

    def send(self, letter: Letter) -> str:
        """The key goes along twice: where the provider compares it, and where it repeats it."""
        told = self._ask(
            {
                "To": letter.address,
                "From": self.number,
                "Body": letter.text,
                "StatusCallback": f"{settings.PORTAL_ADDRESS}{reverse('outreach:text_receipt')}"
                f"?key={letter.key}",
            },
            key=letter.key,
        )
        return str(told.get("sid", ""))

    def _ask(self, form: dict[str, str], *, key: str) -> dict[str, Any]:
        from requests import ConnectTimeout, RequestException
        from requests.exceptions import ConnectionError as NoConnection

        try:
            answer = self.session.post(
                f"{self.address}/2010-04-01/Accounts/{self.account}/Messages.json",
                data=form,
                headers={"Idempotency-Key": key},
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except RequestException as problem:
            reached = not isinstance(problem, ConnectTimeout) and not _refused(problem)
            away = isinstance(problem, NoConnection | ConnectTimeout)
            raise NotNow(type(problem).__name__, away=away, unknown=reached) from problem
        told = _read(answer)
        if answer.status_code < 300:
            return told
        if told.get("code") in NO_PHONE:
            raise Never(f"SMS {told['code']}")
        away = answer.status_code >= 500 or answer.status_code in OURS
        raise NotNow(f"SMS {answer.status_code}", away=away or answer.status_code == TOO_MANY)


def _refused(problem: Exception) -> bool:
    """Whether there never was a connection, so that nothing can have arrived."""
    cause = getattr(problem.args[0], "reason", None) if problem.args else None
    return type(cause).__name__ in ("NewConnectionError", "NameResolutionError")


def _read(answer: Any) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
