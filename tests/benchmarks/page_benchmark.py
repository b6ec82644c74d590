"""The claim page and the claim list beside a lean page: requests a second and CPU a request.

A barer page than the lean one is measured too (``tests/benchmarks/lean.py`` says what they are).

    python -m tests.benchmarks.page_benchmark [--seconds 0.5] [--rounds 40] [--claims 100000]

Runs in var/benchmark with services of its own. One server, interleaved rounds, medians. The target
is a ratio of 0.8 or more; a ratio holds on any machine, an absolute figure on one.
"""

import argparse
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

os.environ["PORTAL_VAR"] = str(Path(__file__).resolve().parents[2] / "var" / "benchmark")
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
os.environ["PORTAL_DEMO"] = "true"

import django
from django.core.management import call_command

from portal import embedded
from tests.benchmarks.load import Round, load

TARGET = 0.8
RULERS = ("lean", "bare")


def main() -> None:
    options = arguments()
    django.setup()
    embedded.start()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from tests.benchmarks.people import a_crowd, a_member, cookie_of

    member = a_member()
    a_crowd(options.claims)
    cookie = cookie_of(member)
    pages = {"claim list": "/claims/", "claim page": a_claim_of(member)}
    keep_fillers(cookie, pages)
    port = free_port()
    with server(port, options.workers) as web:
        wait_for(port)
        measured = rounds(options, port, cookie, pages, web.pid)
        report(measured, pages)
        web.terminate()
        web.wait(timeout=20)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--claims", type=int, default=100_000, help="of other members")
    parser.add_argument("--visitors", type=int, default=8, help="connections at once")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def a_claim_of(member) -> str:
    from claims.models import Claim

    return Claim.objects.for_member(member).filter(number="CLM-B00001").get().get_absolute_url()


def keep_fillers(cookie: str, pages: dict[str, str]) -> None:
    """Write for each page the text that makes the lean page as long as it."""
    from django.test import Client

    browser = Client(headers={"cookie": cookie, "host": "localhost"})
    for name, path in pages.items():
        page = browser.get(path)
        assert page.status_code == 200, (path, page.status_code)
        for ruler in RULERS:
            fill(browser, ruler_path(ruler, name), page.content)


def fill(browser, path: str, page: bytes) -> None:
    from django.conf import settings

    from tests.benchmarks.lean import filler_file, fillers

    kept = settings.VAR / filler_file(path)
    kept.write_text("")
    fillers.clear()
    short = len(page) - len(browser.get(path).content)
    kept.write_text(page.decode()[: max(short, 0)])


def ruler_path(ruler: str, name: str) -> str:
    return f"/{ruler}/{slug(name)}/"


def slug(name: str) -> str:
    return name.replace(" ", "-")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def server(port: int, workers: int) -> subprocess.Popen:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", "1", "--no-ws", "--no-log"]
    return subprocess.Popen([*command, "portal.wsgi:application"])


def wait_for(port: int) -> None:
    for _try in range(150):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.2)
        else:
            time.sleep(2)
            return
    sys.exit("The server did not start.")


def rounds(options, port: int, cookie: str, pages: dict, web: int) -> dict[str, list[Round]]:
    """Every page and its lean page in turn, round after round, so that a busy machine hits all."""
    database = database_pid()
    paths = {}
    for name, path in pages.items():
        for ruler in RULERS:
            paths[f"{ruler}, as long as the {name}"] = ruler_path(ruler, name)
        paths[name] = path
    measured = {name: [] for name in paths}
    for number in range(-1, options.rounds):
        for name, path in paths.items():
            result = load(
                port,
                path,
                cookie,
                seconds=options.seconds if number >= 0 else 2,
                visitors=options.visitors,
                web=web,
                database=database,
            )
            if number >= 0:
                measured[name].append(result)
    return measured


def database_pid() -> int:
    from django.conf import settings

    pid_file = next(settings.VAR.rglob("postmaster.pid"))
    return int(pid_file.read_text().split()[0])


def report(measured: dict[str, list[Round]], pages: dict[str, str]) -> None:
    say(f"{'page':<32}{'req/s':>8}{'web ms':>9}{'db ms':>8}")
    for name, results in measured.items():
        speed, web, database = figures(results)
        say(f"{name:<32}{speed:>8.0f}{web:>9.2f}{database:>8.2f}")
    say()
    for name in pages:
        for ruler in RULERS:
            ours, least = (
                figures(measured[name]),
                figures(measured[f"{ruler}, as long as the {name}"]),
            )
            say(
                f"{name}: {ours[0] / least[0]:.2f} of the {ruler} page's requests a second, "
                f"{least[1] / ours[1]:.2f} by CPU of the web processes."
            )
    say(f"The target is {TARGET} of the lean page.")


def figures(results: list[Round]) -> tuple[float, float, float]:
    """Medians: requests a second, CPU ms a request of the web processes and of the database."""
    return (
        median(r.per_second for r in results),
        median(r.web_ms for r in results),
        median(r.database_ms for r in results),
    )


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
