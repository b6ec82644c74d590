"""Rules that every template, the stylesheet and the scripts keep, so that they cannot rot."""

import gzip
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import django_htmx
import pytest
from django.conf import settings
from django.template.loader import get_template

TEMPLATES = settings.BASE_DIR / "templates"
STATIC = settings.BASE_DIR / "static"
PAGES = sorted(TEMPLATES.rglob("*.html"))
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
FRAME = "base.html"
HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"

TAG = re.compile(r"{%\s*(\w+)(.*?)%}", re.DOTALL)
ELEMENT = re.compile(r"<([a-z][a-z0-9]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)
INLINE = re.compile(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=|javascript:", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE)
FORMATS = re.compile(r"\|\s*(date|time|timesince|floatformat|intcomma|naturaltime)\b")
# A static address is part of the words around it once a template is settled (portal/quick.py).
DEAR_IN_A_LOOP = {"url", "translate", "trans", "blocktranslate", "blocktrans", "include"}


def name_of(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


@cache
def words_of(path: Path) -> str:
    """The template without its own comments."""
    return re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL)


def is_part(path: Path) -> bool:
    """A fragment or component: it stands inside a page and extends nothing."""
    folders = {"components", "elements", "snippets"}
    return path.name.startswith("_") or bool(folders & set(path.parts))


def breaking(holds: Callable[[Path], bool]) -> list[str]:
    """The templates for which this does not hold."""
    return [name_of(path) for path in PAGES if not holds(path)]


def includes(path: Path, what: str) -> list[str]:
    """What follows the word in each ``include`` of this."""
    found = TAG.findall(words_of(path))
    return [rest for tag, rest in found if tag == "include" and what in rest]


def test_every_template_compiles() -> None:
    for path in PAGES:
        get_template(name_of(path))


def test_a_note_ends_on_its_line_because_django_prints_one_that_does_not() -> None:
    def ends(path: Path) -> bool:
        return "{#" not in re.sub(r"{#.*?#}", "", path.read_text())  # without DOTALL: on one line

    assert breaking(ends) == []


def test_nothing_is_inline_because_the_security_policy_would_refuse_it() -> None:
    def is_clean(path: Path) -> bool:
        words = words_of(path)
        return not INLINE.findall(words) and not INLINE_SCRIPT.findall(words)

    assert breaking(is_clean) == []


def test_what_htmx_does_works_without_it() -> None:
    def is_real(element: str, attributes: str) -> bool:
        real = {"form": "action=", "a": "href="}.get(element)
        return bool(real and re.search(rf"(?<![\w-]){real}", attributes))

    def works(path: Path) -> bool:
        return all(
            is_real(element, attributes)
            for element, attributes in ELEMENT.findall(words_of(path))
            if re.search(r"\bhx-(get|post|put|patch|delete)=", attributes)
        )

    assert breaking(works) == [], "hx-: use a form with action= or a link with href="


def test_loops_only_print() -> None:
    """Translating and reversing in a loop cost more than the rest of the page (performance.md)."""

    def only_prints(path: Path) -> bool:
        depth = 0
        for tag, _rest in TAG.findall(words_of(path)):
            depth += {"for": 1, "endfor": -1}.get(tag, 0)
            if depth and tag in DEAR_IN_A_LOOP:
                return False
        return True

    assert breaking(only_prints) == ["portal/components.html"]


def test_templates_print_and_do_not_format() -> None:
    assert breaking(lambda path: not FORMATS.findall(words_of(path))) == []


def test_every_page_stands_in_the_frame() -> None:
    for path in PAGES:
        name = name_of(path)
        while not is_part(path) and name != FRAME:
            extends = re.search(
                r"{%\s*extends\s+[\"'](.+?)[\"']", get_template(name).template.source
            )
            assert extends, f"{name} extends nothing"
            name = extends[1]


def test_parts_see_only_what_they_are_given() -> None:
    def sees_only_that(path: Path) -> bool:
        return all(rest.split()[-1] == "only" for rest in includes(path, "components/"))

    assert breaking(sees_only_that) == []


def test_the_way_back_knows_home() -> None:
    def knows(path: Path) -> bool:
        return all(" home=" in rest for rest in includes(path, "components/breadcrumb.html"))

    assert breaking(knows) == []


def test_a_component_says_first_what_it_is() -> None:
    for path in COMPONENTS:
        first = path.read_text().splitlines()[0]
        assert re.match(r"{# .+\. ?(.+)? ?#}", first), f"{name_of(path)}: {first}"


def test_every_component_is_seen_on_the_page_of_all() -> None:
    page = (TEMPLATES / "portal/components.html").read_text() + (TEMPLATES / FRAME).read_text()
    by_tag = {"chart.html": "step_chart"}
    out_of_band = {"say.html"}
    missing = [
        path.name
        for path in COMPONENTS
        if by_tag.get(path.name, f"components/{path.name}") not in page
    ]
    assert set(missing) == out_of_band


# The stylesheet (research/portal.md 5.2)


def stylesheet() -> str:
    text = (STATIC / "css/portal.css").read_text()
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def declarations() -> list[tuple[str, str]]:
    return re.findall(r"(?:^|[{;])\s*(-{0,2}[a-z][\w-]*)\s*:\s*([^;{}]+)(?=[;}])", stylesheet())


def test_the_layers_are_named_first_and_hold_everything() -> None:
    css = stylesheet().strip()
    assert css.startswith("@layer base, layout, parts, state, print;")
    depth, outside = 0, []
    for piece in re.findall(r"[^{}]*[{}]", css):
        if piece.endswith("{"):
            if depth == 0:
                outside.append(piece)
            depth += 1
        else:
            depth -= 1
    assert all("@layer" in piece for piece in outside), outside


def test_no_rule_shouts_and_none_hangs_on_an_id() -> None:
    css = stylesheet()
    assert "!important" not in css
    selectors = re.findall(r"([^{};]+){", css)
    assert not [one for one in selectors if re.search(r"#[a-z]", re.sub(r"\[[^]]*\]", "", one))]


def test_only_logical_sides_so_that_a_page_turns_around_whole() -> None:
    physical = re.compile(
        r"(margin|padding|border|inset|scroll-margin|scroll-padding)-(left|right|top|bottom)"
        r"|(?<![\w-])(left|right|top|bottom|float|clear|width|height"
        r"|(min|max)-(width|height))\s*:"
        r"|text-align:\s*(left|right)"
    )
    without_queries = re.sub(r"@media[^{]+", "", stylesheet())
    assert not [found[0] for found in physical.finditer(without_queries)]
    four_sided = [
        (prop, value)
        for prop, value in declarations()
        if prop in {"margin", "padding", "inset", "border-width"} and len(value.split()) == 4
    ]
    assert [one for one in four_sided if "clamp(" not in one[1]] == []


COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|oklch|white|black|red|gray|grey)\b(?=\(|$|[\s,)])"
)


def test_colours_live_in_custom_properties() -> None:
    loose = [
        (prop, value)
        for prop, value in declarations()
        if not prop.startswith("--") and COLOUR.search(re.sub(r"var\([^)]*\)", "", value))
    ]
    assert loose == []


def test_every_colour_has_a_dark_one_and_a_light_one_for_old_browsers() -> None:
    old, new = re.split(r"@supports \(color: light-dark\(white, black\)\)", stylesheet())
    plain = set(re.findall(r"(--[\w-]+): (?:#|rgb)", old))
    both = set(re.findall(r"(--[\w-]+): light-dark\(", new))
    assert plain == both
    assert len(plain) > 10


def test_focus_is_never_taken_from_what_can_be_operated() -> None:
    bare = re.findall(r"([^{};]+){[^}]*outline:\s*(?:0|none)", stylesheet())
    assert {one.strip() for one in bare} <= {"h1:focus, h2:focus, main:focus"}


def squeezed(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_a_page_is_light_enough_for_a_slow_phone() -> None:
    assert squeezed(*(STATIC / "css").glob("*.css")) <= 8 * 1024
    assert squeezed(HTMX, *(STATIC / "js").glob("*.js")) <= 25 * 1024


def test_nothing_is_fetched_from_another_host() -> None:
    for path in [*PAGES, *(STATIC / "css").glob("*"), *(STATIC / "js").glob("*")]:
        for url in re.findall(
            r"(?:src|href|url\(|fetch\()\s*=?\s*[\"'(]?(https?://[^\"')\s]+)", path.read_text()
        ):
            pytest.fail(f"{path.name}: {url}")
