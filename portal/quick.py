"""Templates settled once, when they are loaded, because every page pays for what is asked anew.

What says the same to every reader of a language (text, translated words, static addresses) becomes
one remembered string; what only prints or tests a path is read without Django's search for
callables and local formats; a part's template is looked up once. All else stays with Django, and a
settled page is the plain page byte for byte (tests/portal/test_quick.py renders both).
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.template import Template
from django.template.base import FilterExpression, Node, NodeList, TextNode, VariableNode
from django.template.defaulttags import CommentNode, ForNode, IfNode, LoadNode
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.template.loaders import cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode

from portal.quick_nodes import (
    Choice,
    Heir,
    Loop,
    Named,
    Part,
    Printed,
    Said,
    name_of,
    path_of,
    quick_condition,
)

FORLOOP = "forloop"
# Of other tags nobody knows whether they look at the loop around them.
SILENT = (TextNode, VariableNode, Printed, Said, Choice, ForNode, Part)


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
    if isinstance(node, ForNode) and not counts(node):
        return Loop(node)
    if isinstance(node, TranslateNode | StaticNode) and is_constant(node):
        return Named(node) if name_of(node) else node
    if isinstance(node, IncludeNode) and node.isolated_context and literal(node.template):
        return Part(node)
    if isinstance(node, ExtendsNode) and literal(node.parent_name):
        return Heir(node)
    return node


def counts(loop: ForNode) -> bool:
    """Whether a loop has two names or is reversed, or something in it may ask which turn it is."""
    if loop.is_reversed or len(loop.loopvars) > 1:
        return True
    inside = loop.nodelist_loop.get_nodes_by_type(Node)
    return any(not isinstance(node, SILENT) or FORLOOP in said_in(node) for node in inside)


def said_in(node: Node) -> str:
    """What a node's tag says; a condition says it in each of its branches."""
    if isinstance(node, IfNode):
        return " ".join(repr(condition) for condition, _inner in node.conditions_nodelists)
    return node.token.contents if node.token else ""


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


def literal(expression: FilterExpression) -> bool:
    """Whether an expression is a string that stands in the template."""
    var = expression.var
    return not expression.filters and (isinstance(var, str) or isinstance(var.literal, str))
