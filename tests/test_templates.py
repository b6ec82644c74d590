"""Rules that every template, the stylesheet and the scripts keep, so that they cannot rot."""

import gzip
import re
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


def words_of(path: Path) -> str:
    """The template without its own comments."""
    return re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL)


def is_part(path: Path) -> bool:
    """A fragment or component: it stands inside a page and extends nothing."""
    folders = {"components", "elements", "snippets"}
    return path.name.startswith("_") or bool(folders & set(path.parts))


every_template = pytest.mark.parametrize("path", PAGES, ids=name_of)


@every_template
def test_a_template_compiles(path: Path) -> None:
    get_template(name_of(path))


@every_template
def test_a_note_ends_on_its_line_because_django_prints_one_that_does_not(path: Path) -> None:
    for line in path.read_text().splitlines():
        assert "{#" not in re.sub(r"{#.*?#}", "", line)


@every_template
def test_nothing_is_inline_because_the_security_policy_would_refuse_it(path: Path) -> None:
    assert not INLINE.findall(words_of(path))
    assert not INLINE_SCRIPT.findall(words_of(path))


@every_template
def test_what_htmx_does_works_without_it(path: Path) -> None:
    for element, attributes in ELEMENT.findall(words_of(path)):
        if re.search(r"\bhx-(get|post|put|patch|delete)=", attributes):
            real = {"form": "action=", "a": "href="}.get(element)
            assert real, f"hx- on <{element}>: use a form or a link"
            assert re.search(rf"(?<![\w-]){real}", attributes), f"<{element}> without {real}"


@every_template
def test_loops_only_print(path: Path) -> None:
    """Translating and reversing in a loop cost more than the rest of the page (performance.md)."""
    depth = 0
    dear = []
    for tag, rest in TAG.findall(words_of(path)):
        depth += {"for": 1, "endfor": -1}.get(tag, 0)
        if depth and tag in DEAR_IN_A_LOOP:
            dear.append(f"{tag}{rest}")
    assert not dear or name_of(path) == "portal/components.html"


@every_template
def test_templates_print_and_do_not_format(path: Path) -> None:
    assert not FORMATS.findall(words_of(path))


@every_template
def test_every_page_stands_in_the_frame(path: Path) -> None:
    if is_part(path) or name_of(path) == FRAME:
        pytest.skip("part of a page")
    name = name_of(path)
    while name != FRAME:
        extends = re.search(r"{%\s*extends\s+[\"'](.+?)[\"']", get_template(name).template.source)
        assert extends, f"{name} extends nothing"
        name = extends[1]


@every_template
def test_parts_see_only_what_they_are_given(path: Path) -> None:
    for tag, rest in TAG.findall(words_of(path)):
        if tag == "include" and "components/" in rest:
            assert rest.split()[-1] == "only", rest


@every_template
def test_the_way_back_knows_home(path: Path) -> None:
    for tag, rest in TAG.findall(words_of(path)):
        if tag == "include" and "components/breadcrumb.html" in rest:
            assert " home=" in rest, rest


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_a_component_says_first_what_it_is(path: Path) -> None:
    first = path.read_text().splitlines()[0]
    assert re.match(r"{# .+\. ?(.+)? ?#}", first), first


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_every_component_is_seen_on_the_page_of_all(path: Path) -> None:
    page = (TEMPLATES / "portal/components.html").read_text() + (TEMPLATES / FRAME).read_text()
    by_tag = {"chart.html": "step_chart"}
    out_of_band = {"say.html"}
    assert path.name in out_of_band or by_tag.get(path.name, f"components/{path.name}") in page, (
        path.name
    )


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
