"""Templates settled once, when they are loaded, because every page pays for what is asked anew.

What says the same to every reader of a language (text, translated words, static addresses) becomes
one remembered string; what only prints or tests a path is read without Django's search for
callables and local formats; a part's template is looked up once. All else stays with Django, and a
settled page is the plain page byte for byte (tests/portal/test_quick.py renders both).
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from html import escape
from itertools import groupby
from typing import Any

from django.template import Template
from django.template.base import FilterExpression, Node, NodeList, TextNode, VariableNode
from django.template.context import Context
from django.template.defaulttags import CommentNode, IfNode, LoadNode, TemplateLiteral
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.template.loaders import cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from msgspec import Struct

MISSING, UNKNOWN = object(), object()  # no such name; a value that Django has to look at itself


class Loader(cached.Loader):
    """Django's cached loader, with each template settled before its first use."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template = super().get_template(template_name, skip)
        if not isinstance(template.nodelist, Settled):
            settle(template.nodelist)
            template.nodelist = Settled(template.nodelist)
        return template


class Settled(NodeList):
    """A template's nodes, which change no more: ``{% extends %}`` asks for its blocks each time."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        super().__init__(nodes)
        self.known: dict[type[Node], list[Node]] = {}

    def get_nodes_by_type(self, nodetype: type[Node]) -> list[Node]:
        if nodetype not in self.known:
            self.known[nodetype] = super().get_nodes_by_type(nodetype)
        return self.known[nodetype]


def settle(nodes: NodeList) -> None:
    """Replace what can be quicker, in place and from the inside out."""
    for node in nodes:
        for inner in lists_of(node):
            settle(inner)
    nodes[:] = joined(quick(node) for node in nodes if not isinstance(node, LoadNode | CommentNode))


def lists_of(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        yield from (inner for _condition, inner in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        inner = getattr(node, name, None)
        if isinstance(inner, NodeList):
            yield inner


def quick(node: Node) -> Node:
    """The node, or one that says the same sooner."""
    if isinstance(node, VariableNode):
        path = path_of(node.filter_expression)
        return Printed(node, path) if path else node
    if isinstance(node, IfNode):
        return Choice(
            [(quick_condition(asked), inner) for asked, inner in node.conditions_nodelists]
        )
    if isinstance(node, TranslateNode | StaticNode) and is_constant(node):
        return Named(node) if name_of(node) else node
    if isinstance(node, IncludeNode) and node.isolated_context and literal(node.template):
        return Part(node)
    if isinstance(node, ExtendsNode) and literal(node.parent_name):
        return Heir(node)
    return node


def joined(nodes: Iterable[Node]) -> Iterator[Node]:
    """Runs of what depends on nothing but the language become one node."""
    for is_said, run in groupby(nodes, is_always_said):
        same = list(run)
        if not is_said:
            yield from same
        elif all(isinstance(node, TextNode) for node in same):
            yield TextNode("".join(node.s for node in same))  # type: ignore[attr-defined]
        else:
            yield Said(same)


def is_always_said(node: Node) -> bool:
    return isinstance(node, TextNode) or (is_constant(node) and not name_of(node))


def is_constant(node: Node) -> bool:
    """Whether a node depends on nothing but the language."""
    if isinstance(node, TranslateNode):
        return literal(node.filter_expression) and not node.message_context and not node.noop
    return isinstance(node, StaticNode) and literal(node.path)


def name_of(node: Node) -> str | None:
    """The variable that a node fills instead of printing."""
    return getattr(node, "asvar", None) or getattr(node, "varname", None)


def literal(expression: FilterExpression) -> bool:
    """Whether an expression is a string that stands in the template."""
    var = expression.var
    return not expression.filters and (isinstance(var, str) or isinstance(var.literal, str))


class Heir(ExtendsNode):
    """``{% extends "base.html" %}``, whose parent is looked up once."""

    def __init__(self, node: ExtendsNode) -> None:
        super().__init__(node.nodelist, node.parent_name)
        self.token, self.origin = node.token, node.origin
        self.parent: Template | None = None

    def get_parent(self, context: Context) -> Template:
        if self.parent is None:
            self.parent = super().get_parent(context)
        return self.parent


class Said(Node):
    """Text with translated words and static addresses in it, remembered for each language."""

    child_nodelists = ()

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.said: dict[str | None, str] = {}

    def render_annotated(self, context: Context) -> str:
        language = get_language()
        words = self.said.get(language)
        if words is None:
            words = "".join(node.render_annotated(context) for node in self.nodes)
            self.said[language] = words
        return words


class Named(Node):
    """``{% translate "Done" as done %}``, remembered for each language."""

    child_nodelists = ()

    def __init__(self, node: Node) -> None:
        self.node = node
        self.name = name_of(node)
        self.said: dict[str | None, str] = {}

    def render_annotated(self, context: Context) -> str:
        language = get_language()
        if language not in self.said:
            self.node.render_annotated(context)
            self.said[language] = context[self.name]
        context[self.name] = self.said[language]
        return ""


def path_of(expression: FilterExpression) -> list[str]:
    """The names in ``answer.action.sentence``; empty for anything that is more than names."""
    names = getattr(expression.var, "lookups", None) or ()
    return [] if expression.filters else list(names)


def read(path: list[str], context: Context) -> Any:
    """The value at a path through structs and dictionaries, or MISSING, or UNKNOWN."""
    first, *rest = path
    for names in reversed(context.dicts):
        if first in names:
            value = names[first]
            break
    else:
        return MISSING
    for name in rest:
        if isinstance(value, Struct):
            value = getattr(value, name, MISSING)
        elif type(value) is dict and name in value:
            value = value[name]
        elif value is None:
            return MISSING
        else:
            return UNKNOWN
    return UNKNOWN if callable(value) else value


class Printed(Node):
    """``{{ answer.headline }}``: finished words are printed, plain ones escaped first."""

    child_nodelists = ()

    def __init__(self, node: VariableNode, path: list[str]) -> None:
        self.node = node
        self.path = path
        self.token, self.origin = node.token, node.origin

    def render_annotated(self, context: Context) -> str:
        value = read(self.path, context)
        kind = type(value)
        if kind is SafeString:
            return value
        if context.autoescape and (kind is str or isinstance(value, StrEnum)):
            return escape(value)
        return self.node.render_annotated(context)


class Choice(IfNode):
    """``{% if … %}``, without a string for what lies inside that is joined again outside."""

    def render_annotated(self, context: Context) -> str:
        for condition, nodes in self.conditions_nodelists:
            if condition is None or condition.eval(context):
                return "".join([node.render_annotated(context) for node in nodes])
        return ""


class QuickCondition(TemplateLiteral):
    """``{% if answer.amount %}``"""

    path: list[str]

    def eval(self, context: Context) -> Any:
        value = read(self.path, context)
        if value is UNKNOWN:
            return super().eval(context)
        return None if value is MISSING else value


def quick_condition(condition: Any) -> Any:
    for side in ("first", "second"):
        if getattr(condition, side, None) is not None:
            setattr(condition, side, quick_condition(getattr(condition, side)))
    if type(condition) is TemplateLiteral and (path := path_of(condition.value)):
        found = QuickCondition(condition.value, condition.text)
        found.path = path
        return found
    return condition


class Part(Node):
    """``{% include "components/tag.html" with tag=answer.tag only %}``"""

    child_nodelists = ()

    def __init__(self, node: IncludeNode) -> None:
        self.token, self.origin = node.token, node.origin
        self.name = node.template.resolve({})  # type: ignore[arg-type]
        self.values = [(name, path_of(value), value) for name, value in node.extra_context.items()]
        self.template: Template | None = None

    def render(self, context: Context) -> str:
        engine = context.template.engine
        if self.template is None:
            self.template = engine.get_template(self.name)
        values = {}
        for name, path, expression in self.values:
            value = read(path, context) if path else UNKNOWN
            if value is UNKNOWN:
                value = expression.resolve(context)
            values[name] = engine.string_if_invalid if value is MISSING else value
        return self.template.render(context.new(values))
