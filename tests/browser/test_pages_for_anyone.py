"""Pages that need no sign-in, and those that everyone has."""

from tests.browser.conftest import Site, Visit


def test_a_stranger_can_read_what_we_say_to_strangers(
    site: Site, visit: Visit, scripts: bool
) -> None:
    stranger = visit(scripts=scripts)
    stranger.open("/accounts/login/", title="Sign in")
    stranger.open("/components/")
