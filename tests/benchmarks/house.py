"""One portal with a database of its own size, for a benchmark that compares several.

Started by `volume_benchmark`: fills its database, serves it, and says as JSON where and how large.
It ends when its standard input does.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]


def main() -> None:
    from tests.benchmarks import page_benchmark as page  # before the settings: it names others

    var, scale, arriving = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    os.environ["PORTAL_VAR"] = str(var)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    os.environ["PORTAL_DEMO"] = "true"
    import django

    django.setup()
    from django.core.management import call_command

    from portal import embedded

    embedded.start()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from tests.benchmarks import crowd, plans
    from tests.benchmarks.people import a_member, cookie_of

    crowd.fill(scale, say)
    imported = import_more(var, arriving) if arriving else None
    member = a_member()
    port = page.free_port()
    told = {
        "port": port,
        "database": page.database_pid(),
        "cookie": cookie_of(member),
        "pages": {"status page": page.a_claim_of(member), "claim list": "/claims/"},
        "tables": plans.tables(),
        "scans": plans.scans(member),
        "imported": imported,
    }
    with subprocess.Popen(server(port)) as web:
        page.wait_for(port)
        sys.stdout.write(json.dumps(told | {"web": web.pid}) + "\n")
        sys.stdout.flush()
        sys.stdin.read()
        web.terminate()


def server(port: int) -> list[str]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "1", "--no-ws", "--no-log"]
    return [*command, "portal.wsgi:application"]


def import_more(var: Path, claims: int) -> dict[str, float]:
    """A new file of claims by `manage.py import`: records a second, and the peak of its memory."""
    import datetime as dt
    import time

    from portal.synthetic.feeds import Feed

    feed = Feed(
        seed=time.time_ns() % 1_000_000,
        until=dt.datetime.now(dt.UTC).date(),
        members=max(claims // 5, 1),
        claims=claims,
        orders=0,
        entries=0,
    )
    # Numbers of their own, as a copy of the first feed would be no news.
    mark = b"%d" % time.time_ns()
    path = var / "arriving.ndjson"
    with path.open("wb") as file:
        for one in feed.claim_lines():
            file.write(one.replace(b"SYNC", b"N" + mark).replace(b"syn-", b"n" + mark + b"-"))
    began = time.perf_counter()
    program = [sys.executable, str(HERE / "manage.py"), "import", "fhir", str(path)]
    with subprocess.Popen(program, stdout=subprocess.DEVNULL) as importing:
        _pid, status, used = os.wait4(importing.pid, 0)
        importing.returncode = os.waitstatus_to_exitcode(status)
    took = time.perf_counter() - began
    size = path.stat().st_size
    path.unlink()
    assert importing.returncode == 0, importing.returncode
    return {"a second": claims / took, "peak MB": used.ru_maxrss / 1024, "file MB": size / 1e6}


def say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
