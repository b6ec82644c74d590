"""Thousands press “Ask for a call” at once, through real HTTP, for far fewer times than they are.

    python -m tests.benchmarks.booking_crowd [--members 2000] [--presses 5] [--connections 64]

On a database and a server of its own, in var/crowd. Every member presses as often as asked for,
from tabs of their own, all in one crowd. Prints what was answered, and holds it against the table:
the target is no time booked twice, no booking that its member was not shown, no answer but a
redirect.
"""

import argparse
import datetime as dt
import os
import random
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from threading import local
from urllib.parse import urlencode
from uuid import uuid4

VAR = Path(__file__).resolve().parents[2] / "var" / "crowd"
PHONE = "+13125550142"
TOKEN = "a" * 32
mine = local()


def main() -> None:
    options = arguments()
    os.environ["PORTAL_VAR"] = str(VAR)
    from tests.benchmarks import page_benchmark as page
    from tests.benchmarks import scheduling_benchmark as scheduling

    scheduling.VAR = VAR
    scheduling.start()
    scheduling.forget()
    at = dt.datetime.now(dt.UTC)
    scheduling.few(at)
    cookies = [signed_in(number) for number in range(options.members)]
    scheduling.say(f"{len(cookies):,} members have signed in")
    port = page.free_port()
    with subprocess.Popen(command(port, options.workers)) as web:
        try:
            page.wait_for(port)
            press_all(cookies, options, port, at)
        finally:
            web.terminate()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=int, default=2_000)
    parser.add_argument("--presses", type=int, default=5)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def command(port: int, workers: int) -> list[str]:
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    words += ["--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--no-log"]
    return [*words, "portal.wsgi:application"]


def signed_in(number: int) -> str:
    """A member of their own, and what their browser sends."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import Role, User
    from tests import make

    user = User.objects.create(email=f"{uuid4()}@example.com", role=Role.MEMBER)
    make.member(f"Crowd {number}", user=user, phone=PHONE, number=str(uuid4())[:13])
    browser = Client()
    browser.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={browser.cookies[name].value}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def press_all(cookies: list[str], options: argparse.Namespace, port: int, at: dt.datetime) -> None:
    from outreach.models import Booking
    from tests.benchmarks.scheduling_benchmark import overlaps, say

    presses = [(cookie, str(uuid4())) for cookie in cookies for _one in range(options.presses)]
    random.Random(5).shuffle(presses)
    began = time.perf_counter()
    with ThreadPoolExecutor(options.connections) as pool:
        found = list(pool.map(lambda one: press(port, *one), presses))
    took = time.perf_counter() - began
    answers = Counter(
        str(status) if status != 302 else "shown a call" if "/bookings/" in where else "the form"
        for status, where in found
    )
    shown = {where for _status, where in found if "/bookings/" in where}
    booked = {one.get_absolute_url() for one in Booking.objects.booked()}
    say(f"{len(presses):,} presses by {options.connections} at once, {took:.0f} s: {dict(answers)}")
    say(
        f"{len(booked)} calls booked; booked twice: {overlaps(at)}; shown and not there: "
        f"{len(shown - booked)}; there and not shown: {len(booked - shown)}; the target is 0, 0, 0."
    )


def press(port: int, cookie: str, key: str) -> tuple[int, str]:
    web = getattr(mine, "web", None) or HTTPConnection("127.0.0.1", port, timeout=120)
    mine.web = web
    typed = urlencode({"about": "", "key": key, "csrfmiddlewaretoken": TOKEN})
    headers = {
        "Host": "localhost",
        "Cookie": cookie,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        web.request("POST", "/calls/bookings/", typed, headers)
        answer = web.getresponse()
        answer.read()
    except OSError as problem:
        mine.web = None
        return 0, type(problem).__name__
    return answer.status, answer.headers.get("Location", "")


if __name__ == "__main__":
    main()
