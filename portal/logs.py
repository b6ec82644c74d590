"""Log lines: ids only, with a mask as the net under that rule.

In production a line is a JSON object; in the demo it is for people. Both pass the mask.
"""

import json
import logging
import re
import time
import traceback
from typing import Any

MASKS = (
    # What follows opens an account to whoever reads it.
    (
        re.compile(r"(/accounts/(?:password/reset/key|confirm-email)/)(?!done/)[^/\s\"']+"),
        r"\1[key]",
    ),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w"), "[e-mail]"),
    (re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"), "[number]"),
    (re.compile(r"(?<![\w-])\+\d[\d .()-]{6,}\d(?![\w-])"), "[phone]"),
    (re.compile(r"(?<![\w-])(?:1[ .-])?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}(?![\w-])"), "[phone]"),
    (re.compile(r"(?<![\w-])[A-Z]{1,4}-?\d[\d-]{4,}\d(?![\w-])"), "[number]"),
    # PostgreSQL repeats the refused row in these lines.
    (re.compile(r"^\s*(DETAIL|CONTEXT):.*$", re.MULTILINE), r"\1: [left out]"),
)

OURS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
"""What every record has; the rest came in ``extra``."""


def mask(text: str) -> str:
    """Replace what looks like an e-mail address, a phone number or a member's number."""
    for pattern, word in MASKS:
        text = pattern.sub(word, text)
    return text


def shown(text: str) -> str:
    """Without what moves the cursor: a stranger's words must not look like lines of ours."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def extras(record: logging.LogRecord) -> dict[str, Any]:
    """The plain values that came in ``extra``, and of a request its method and path."""
    found: dict[str, Any] = {}
    for name, value in vars(record).items():
        if name in OURS:
            continue
        if name == "request":
            path = shown(mask(getattr(value, "path", "")))
            found |= {"method": getattr(value, "method", None), "path": path}
        elif isinstance(value, str):
            found[name] = shown(mask(value))
        elif isinstance(value, int | float | None):
            found[name] = value
    return found


class Lines(logging.Formatter):
    """A line for people."""

    def __init__(self) -> None:
        super().__init__("{levelname:<7} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        facts = " ".join(f"{name}={value}" for name, value in extras(record).items())
        line = super().format(record)
        first, *rest = line.split("\n")
        return mask("\n".join([f"{first} {facts}".rstrip(), *rest]))


class JsonLines(logging.Formatter):
    """One JSON object a line. Of an exception it keeps the kind and the places, not the words:
    those may hold what a member typed."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S") + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": mask(record.getMessage()),
        }
        line |= extras(record)
        if record.exc_info and record.exc_info[0]:
            kind, _error, places = record.exc_info
            line["exception"] = f"{kind.__module__}.{kind.__qualname__}"
            line["places"] = [
                f"{place.filename}:{place.lineno} {place.name}"
                for place in traceback.extract_tb(places)
            ]
        return json.dumps(line, default=str)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        return time.strftime(datefmt or "%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))


def as_json(name: str, line: str) -> str:
    """A line of a program that does not log as we do, in the shape of ours."""
    record = logging.makeLogRecord({"name": name, "levelname": "INFO", "msg": line})
    return JsonLines().format(record)


def configuration(kind: str) -> dict[str, Any]:
    """What Django's LOGGING setting takes; `kind` is ``lines`` or ``json``."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {"()": "portal.logs.Lines"},
            "json": {"()": "portal.logs.JsonLines"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": kind}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
            "celery.beat": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING" if kind == "lines" else "INFO"},
            "celery.worker.strategy": {"level": "WARNING"},
            # They tell the letters and signs of a document: those of somebody's name.
            "fontTools": {"level": "ERROR"},
            "fpdf": {"level": "ERROR"},
        },
    }
