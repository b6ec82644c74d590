"""The claims of a remittance (835) as tests ask for them."""

from claims.facts import ClaimRecord
from claims.sources.refusal import Refusal
from tests.claims.sources.reading import read
from tests.claims.sources.x12_files import claim, remittance, service

WHOLE = claim("200.00", "120.00", *service("200.00", "120.00", "CO*45*50.00", "PR*2*30.00"))


def claims(content: str | bytes) -> list[ClaimRecord]:
    """The claims of a file with nothing else to say."""
    found = read("x12", content)
    assert all(isinstance(one, ClaimRecord) for one in found), found
    return found


def only(*segments: str, **more) -> ClaimRecord:
    """The one claim of a remittance."""
    (found,) = claims(remittance(claim(*segments, **more)))
    return found


def refused(content: str) -> list[Refusal]:
    return [one for one in read("x12", content) if isinstance(one, Refusal)]
