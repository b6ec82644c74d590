"""Nodes that say what Django's say, sooner; portal/quick.py puts them into templates."""

from enum import StrEnum
from html import escape
from typing import Any

from django.template import Template
from django.template.base import FilterExpression, Node, VariableNode
from django.template.context import Context
from django.template.defaulttags import ForNode, IfNode, TemplateLiteral
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from msgspec import Struct

MISSING, UNKNOWN = object(), object()  # no such name; a value that Django has to look at itself


def name_of(node: Node) -> str | None:
    """The variable that a node fills instead of printing."""
    return getattr(node, "asvar", None) or getattr(node, "varname", None)


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


def language_of(context: Context) -> str | None:
    """The active language, asked for once a page; our templates never change it on their way."""
    try:
        return context.__dict__["language"]
    except KeyError:
        return context.__dict__.setdefault("language", get_language())


class Said(Node):
    """Text with translated words and static addresses in it, remembered for each language."""

    child_nodelists = ()

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.said: dict[str | None, str] = {}

    def render_annotated(self, context: Context) -> str:
        language = language_of(context)
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
        language = language_of(context)
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
    first = path[0]
    for names in reversed(context.dicts):
        if first in names:
            value = names[first]
            break
    else:
        return MISSING
    for name in path[1:]:
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


class Loop(ForNode):
    """``{% for answer in answers %}`` whose inside asks for nothing of ``forloop``."""

    def __init__(self, node: ForNode) -> None:
        super().__init__(
            node.loopvars, node.sequence, False, node.nodelist_loop, node.nodelist_empty
        )
        self.token, self.origin = node.token, node.origin

    def render_annotated(self, context: Context) -> str:
        values = self.sequence.resolve(context, ignore_failures=True)
        name, said = self.loopvars[0], []
        with context.push() as names:
            for value in values or ():
                names[name] = value
                said += [node.render_annotated(context) for node in self.nodelist_loop]
        return "".join(said) if said else self.nodelist_empty.render(context)


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
