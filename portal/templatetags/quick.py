"""Django's ``translate``, ``static``, ``for`` and ``if``, cheap, because every page pays for each.

``{% load i18n static quick %}``: quick comes last. Words and addresses are remembered. In a loop or
a condition, what is read from our own values (msgspec) is printed without Django's search for
dictionaries, callables and local formats, which such values do not have: a list of 20 answers
prints in less than half the time. All else goes to Django unchanged.
"""

from enum import StrEnum
from html import escape
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, VariableNode
from django.template.context import Context
from django.template.defaulttags import ForNode, IfNode, TemplateLiteral, do_for, do_if
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import StaticNode, do_static
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from msgspec import Struct

register = template.Library()


class Remembered(Node):
    """Renders a node once for each key and then repeats what it said."""

    child_nodelists = ()

    def __init__(self, node: Any, name: str | None) -> None:
        self.node = node
        self.name = name
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        key = self.key()
        words = self.said.get(key)
        if words is None:
            words = self.said[key] = self.words(context)
        if self.name is None:
            return words
        context[self.name] = words
        return ""

    def words(self, context: Context) -> str:
        if self.name is None:
            return self.node.render(context)
        with context.push():
            self.node.render(context)
            return context[self.name]

    def key(self) -> str | None:
        return None


class RememberedTranslation(Remembered):
    def key(self) -> str | None:
        return get_language()


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    node: TranslateNode = do_translate(parser, token)
    known = is_literal(node.filter_expression) and is_literal(node.message_context)
    return RememberedTranslation(node, node.asvar) if known and not node.noop else node


@register.tag
def static(parser: Parser, token: Token) -> Node:
    node: StaticNode = do_static(parser, token)
    return Remembered(node, node.varname) if is_literal(node.path) else node


def is_literal(expression: FilterExpression | None) -> bool:
    """Whether an expression is a string that stands in the template, or is not there at all."""
    if expression is None:
        return True
    var = expression.var
    return not expression.filters and (isinstance(var, str) or var.literal is not None)


@register.tag("for")
def quick_for(parser: Parser, token: Token) -> ForNode:
    node: ForNode = do_for(parser, token)
    quicken(node.nodelist_loop)
    return node


@register.tag("if")
def quick_if(parser: Parser, token: Token) -> IfNode:
    node: IfNode = do_if(parser, token)
    for _condition, inner in node.conditions_nodelists:
        quicken(inner)
    node.conditions_nodelists = [
        (quick_condition(condition), inner) for condition, inner in node.conditions_nodelists
    ]
    return node


def quicken(nodes: NodeList) -> None:
    """Replace what only prints a path; loops and conditions inside have done so themselves."""
    for place, node in enumerate(nodes):
        if isinstance(node, VariableNode) and (path := path_of(node.filter_expression)):
            nodes[place] = Printed(node, path)


def path_of(expression: FilterExpression) -> list[str]:
    """The names in ``answer.action.sentence``; empty for anything that is more than names."""
    names = getattr(expression.var, "lookups", None) or ()
    return [] if expression.filters else list(names)


def read(path: list[str], context: Context) -> Any:
    """The value at a path through structs, or None where Django has to look itself."""
    try:
        value = context[path[0]]
        for name in path[1:]:
            if not isinstance(value, Struct):
                return None
            value = getattr(value, name)
    except (KeyError, AttributeError):
        return None
    return value


class Printed(Node):
    """``{{ answer.headline }}``: finished words are printed, plain ones escaped first."""

    child_nodelists = ()

    def __init__(self, node: VariableNode, path: list[str]) -> None:
        self.node = node
        self.path = path

    def render_annotated(self, context: Context) -> str:
        value = read(self.path, context)
        kind = type(value)
        if kind is SafeString:
            return value
        if context.autoescape and (kind is str or isinstance(value, StrEnum)):
            return escape(value)
        return self.node.render_annotated(context)


class QuickCondition(TemplateLiteral):
    """``{% if answer.amount %}``"""

    path: list[str]

    def eval(self, context: Context) -> Any:
        value = read(self.path, context)
        return super().eval(context) if value is None else value


def quick_condition(condition: Any) -> Any:
    for side in ("first", "second"):
        if getattr(condition, side, None) is not None:
            setattr(condition, side, quick_condition(getattr(condition, side)))
    if type(condition) is TemplateLiteral and (path := path_of(condition.value)):
        quick = QuickCondition(condition.value, condition.text)
        quick.path = path
        return quick
    return condition
