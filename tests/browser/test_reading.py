"""Reading one's own things: each page of the demo, with and without scripts."""

import pytest

from tests.browser.conftest import Site, Visit


@pytest.mark.parametrize("slug", ["maya", "daniel", "nora"])
def test_home_answers_all_three_questions(
    site: Site, visit: Visit, slug: str, scripts: bool
) -> None:
    member = visit(slug, scripts=scripts)
    member.open("/", title="Home")
    if slug == "nora":
        member.sees("There is nothing here yet.")
    else:
        member.sees("What needs you", "What is coming", "What is done")
    for path in ("/claims/", "/orders/", "/balances/"):
        member.open(path)
