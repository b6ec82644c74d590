"""What we remember about you: the member's half of "Turn it off" (J7) and of "As of" (J11)."""

import pytest
from playwright.sync_api import expect

from accounts.consent import standing
from accounts.models import Activity, ConsentEvent, Member, Wording
from tests.browser.visitor import NARROW, SIDEWAYS

SEE = "Let specialists see what I checked"


#: Nothing that Sam opens is written down, because it is all private: Walter stands in for him.


def member(slug: str) -> Member:
    return Member.objects.get(user__email=f"{slug}@demo.example")


def sees(slug: str) -> bool:
    return standing(member(slug))["see_what_i_checked", "activity"].allowed


def test_J7_one_press_turns_it_off_for_everyone_and_one_takes_it_back(
    site, visit, scripts: bool
) -> None:
    walter = visit("walter", scripts=scripts)
    page = walter.open("/me/", title="What we remember about you")
    switch = page.get_by_role("switch", name=SEE)
    expect(switch).not_to_be_checked()
    switch.click()
    expect(page.get_by_role("switch", name=SEE)).to_be_checked()
    walter.sees("On since")
    claim = member("walter").claims.filter(guard="none")[0].get_absolute_url()
    other_tab = page.context.new_page()
    other_tab.goto(site.address + claim)
    other_tab.close()
    assert Activity.objects.own(member("walter")).count() == 1
    page.get_by_role("switch", name=SEE).click()
    walter.sees("It is off for everyone now.", "Receipt", "You can undo this for 30 seconds.")
    walter.never_sees("Are you sure", "price may", "faster")
    assert not sees("walter")
    assert not Activity.objects.own(member("walter")).exists()
    walter.check("What we remember about you")
    page.get_by_role("button", name="Undo", exact=True).click()
    walter.sees("We put it back as it was.")
    assert sees("walter")
    assert Activity.objects.own(member("walter")).count() == 1
    page.get_by_role("switch", name=SEE).click()
    walter.sees("It is off for everyone now.")
    last = ConsentEvent.objects.of(member("walter").subject).first()
    assert Wording.objects.filter(sha256=bytes(last.wording), version=last.version).exists()


def test_J7_the_keyboard_stays_where_the_press_was(site, visit) -> None:
    page = visit("walter").open("/me/")
    switch = page.get_by_role("switch", name="Use my visits to improve the site")
    switch.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("status").filter(has_text="On since")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_focused()


def test_J11_the_history_says_what_was_decided_and_what_was_read(
    site, visit, scripts: bool
) -> None:
    daniel = visit("daniel", scripts=scripts)
    page = daniel.open("/me/history/", title="What you decided")
    daniel.sees("You turned this off.", "You turned this on.", SEE, "Receipt")
    page.get_by_text("What you read").first.click()
    daniel.sees("Who sees it")


def test_a_pause_is_one_press_and_so_is_its_end(site, visit, scripts: bool) -> None:
    maya = visit("maya", scripts=scripts)
    page = maya.open("/me/")
    assert sees("maya")
    page.get_by_role("button", name="Pause everything").click()
    maya.sees("Paused since", "nothing about how you use this site")
    assert not sees("maya")
    maya.check()
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_role("button", name="Pause everything")).to_be_visible()
    assert sees("maya")


def test_what_was_told_is_changed_forgotten_and_brought_back(site, visit, scripts: bool) -> None:
    maya = visit("maya", scripts=scripts)
    page = maya.open("/me/")
    maya.go(page.get_by_role("link", name="Change What matters to you"))
    page.get_by_label("What matters to you").fill("Be brief")
    page.get_by_role("button", name="Save").click()
    maya.sees("We saved what you told us.", "Be brief")
    page.get_by_role("button", name="Forget What matters to you").click()
    maya.sees("We forgot it.")
    maya.never_sees("Be brief")
    page.get_by_role("button", name="Undo", exact=True).click()
    maya.sees("Be brief")
    maya.check()


def test_a_guess_says_why_and_the_members_word_wins(site, visit) -> None:
    june = visit("june")
    page = june.open("/me/")
    june.sees("You usually want calls in the afternoon.", "Because your last 3 calls were.")
    june.go(page.get_by_role("link", name="That is wrong"), title="That is wrong")
    page.get_by_label("What is right?").fill("Mornings, please")
    june.go(page.get_by_role("button", name="Use my word"))
    june.sees("Your word counts now", "Mornings, please")
    june.never_sees("You usually want calls")


@pytest.mark.parametrize("path", ["/me/", "/me/history/", "/me/uses/", "/me/told/matters/"])
def test_in_spanish_on_a_phone(site, visit, path: str) -> None:
    rosa = visit("rosa")
    page = rosa.open(path)
    page.set_viewport_size(NARROW)
    assert page.evaluate(SIDEWAYS) <= 0
    if path == "/me/":
        rosa.sees("Lo que recordamos de usted", "Poner todo en pausa", "Lo que nunca hacemos")
