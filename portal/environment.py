"""Every environment variable the portal reads: its type, its default and what it means.

The table is the documentation: README's copy is checked against it by a test.
"""

import os
from collections.abc import Mapping
from typing import Any

from portal.variable import (
    Variable,
    WrongValue,
    address,
    broker_address,
    bucket,
    database,
    email_server,
    instant,
    names,
    opening_hours,
    phone_number,
    port_number,
    redis_address,
    secret,
    value_of,
    virus_checker,
    whole_number,
    words,
    yes_or_no,
)

__all__ = ["VARIABLES", "WrongValue", "read"]

VARIABLES = (
    Variable("PORT", port_number, "a port from 1 to 65535", "8000", "Where the server listens."),
    Variable(
        "LISTEN",
        words,
        "a host name or IP address",
        "127.0.0.1",
        "On which interface it listens. One-click sign-in works on this machine's own only.",
    ),
    Variable(
        "WORKERS",
        whole_number,
        "a whole number",
        "0",
        "How many web processes.",
        shown_default="one a core",
    ),
    Variable(
        "DATABASE_URL",
        database,
        "postgres://user:password@host:5432/name",
        None,
        "The PostgreSQL to use.",
        shown_default="an own one, in var/",
        is_secret=True,
    ),
    Variable(
        "REDIS_URL",
        redis_address,
        "redis://host:6379/0",
        None,
        "The Redis for sessions and the cache.",
        shown_default="an own one, in var/",
        is_secret=True,
    ),
    Variable(
        "CELERY_BROKER_URL",
        broker_address,
        "redis://host:6379/1 or amqp://host",
        None,
        "Where Celery's messages go.",
        shown_default="the Redis above",
        is_secret=True,
    ),
    Variable(
        "PORTAL_ADDRESS",
        address,
        "an address such as https://my.example.org, without a path",
        None,
        "The address members type. https:// turns on secure cookies, HSTS and the redirect.",
        shown_default="http://localhost:PORT",
    ),
    Variable(
        "PORTAL_ALLOWED_HOSTS",
        names,
        "host names, with commas between",
        None,
        "Host names we answer to.",
        shown_default="the address's, and localhost in the demo",
    ),
    Variable(
        "PORTAL_PROXIES",
        whole_number,
        "a whole number",
        "0",
        "How many proxies of ours stand in front and set X-Forwarded-For and -Proto.",
    ),
    Variable(
        "PORTAL_SECRET_KEY",
        secret,
        "at least 50 characters",
        None,
        "Signs sessions and links. Required outside the demo.",
        shown_default="in the demo, one kept in var/",
        is_secret=True,
    ),
    Variable(
        "PORTAL_DEMO",
        yes_or_no,
        "true or false",
        None,
        "Made-up members and a page that signs you in as one of them.",
        shown_default="true without PORTAL_SECRET_KEY",
    ),
    Variable("PORTAL_DEBUG", yes_or_no, "true or false", "false", "Django's debug pages."),
    Variable(
        "PORTAL_NOW",
        instant,
        "an instant with its offset, such as 2026-03-08T01:59:00-06:00",
        None,
        "Stops the clock there, for tests and screenshots.",
        shown_default="the real time",
    ),
    Variable(
        "PORTAL_SESSION_MINUTES",
        whole_number,
        "a whole number",
        "20",
        "How long a session lasts without a request.",
    ),
    Variable(
        "PORTAL_PHONE",
        phone_number,
        "a number such as +18005550100",
        "+18005550100",
        "The number on every page, unless a plan has its own.",
    ),
    Variable(
        "PORTAL_HOURS",
        opening_hours,
        "days, times and their zone, such as Mon-Fri 08:00-20:00 America/New_York",
        "Mon-Fri 08:00-20:00 America/New_York",
        "When people answer that number. Federal holidays are closed.",
    ),
    Variable(
        "PORTAL_LOGS",
        {"lines": "lines", "json": "json"}.__getitem__,
        "lines or json",
        None,
        "How log lines look.",
        shown_default="lines in the demo, else json",
    ),
    Variable(
        "PORTAL_VAR",
        words,
        "a folder",
        None,
        "Where the embedded services and the demo keep their files.",
        shown_default="var",
    ),
    Variable(
        "PORTAL_IMPORTS_DAYS",
        whole_number,
        "a whole number",
        "30",
        "How many days an imported file is kept, encrypted, to be imported again. 0 keeps none.",
    ),
    Variable(
        "PORTAL_DOCUMENTS",
        words,
        "a folder that no web server serves",
        None,
        "Where the documents that members send are kept, encrypted. All machines share it.",
        shown_default="var/documents",
    ),
    Variable(
        "PORTAL_DOCUMENT_MB",
        whole_number,
        "a whole number",
        "25",
        "How large one document may be, in megabytes.",
    ),
    Variable(
        "CLAMAV_URL",
        virus_checker,
        "unix:///run/clamav/clamd.ctl or tcp://host:3310",
        None,
        "The clamd that checks documents for viruses. Without one nobody may open them.",
        shown_default="none",
    ),
    Variable(
        "PORTAL_SEAL_KEY",
        words,
        "a file that only the portal can read",
        None,
        "The key that signs the consent record's checkpoints. Keep it off the database's machine.",
        shown_default="one made in var/",
    ),
    Variable(
        "PORTAL_SEALS",
        words,
        "a folder that the database cannot write",
        None,
        "Where the consent record's checkpoints are kept.",
        shown_default="var/seals",
    ),
    Variable(
        "PORTAL_SEALS_BUCKET",
        bucket,
        "https://KEY:SECRET@host/bucket/folder?region=us-east-1",
        None,
        "Storage that speaks S3, for a second copy of the checkpoints. Lock what is written there.",
        shown_default="no second copy",
        is_secret=True,
    ),
    Variable(
        "EMAIL_URL",
        email_server,
        "smtp+tls://user:password@host:587",
        None,
        "The mail server.",
        shown_default="files in var/mail",
        is_secret=True,
    ),
    Variable(
        "PORTAL_MAIL_FROM",
        words,
        "an e-mail address",
        "Porchlight <portal@localhost>",
        "Who our e-mail comes from.",
    ),
)


def read(source: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Read every variable, an empty one as absent; an absent one without default is None.

    Raises WrongValue with one sentence for the first that is wrong.
    """
    return {variable.name: value_of(variable, source) for variable in VARIABLES}
