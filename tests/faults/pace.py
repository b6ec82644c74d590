"""What the mail server takes from one sender alone, and what one message costs us."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

CEILING = 1_000  # e-mails that the server is given alone
ALONE = 1_000  # messages that are sent before anybody is killed


def ceiling_of(kept: Path) -> float:
    """E-mails a second that the mail server takes from one sender who decides nothing."""
    from django.core.mail import get_connection

    from outreach.channels import Letter
    from outreach.channels.email import message_of

    sink, port = start_sink(kept.with_suffix(".ceiling"))
    backend = "django.core.mail.backends.smtp.EmailBackend"
    connection = get_connection(backend, host="127.0.0.1", port=port)
    letter = Letter(key="ceiling", address="a@example.com", text="x", html="x", language="en")
    began = time.monotonic()
    for _one in range(CEILING):
        connection.open()
        connection.send_messages([message_of(letter)])
    took = time.monotonic() - began
    connection.close()
    kill(sink)
    return CEILING / took


def cost_at(port: int) -> tuple[float, float]:
    """CPU ms of ours, and of the database, for one of the first messages; sent from here."""
    from django.conf import settings
    from django.db import connection

    from outreach.sending import send_due

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    send_due()  # what is loaded once
    backend = connection.connection.info.backend_pid
    before, done = (cpu_of(os.getpid()), cpu_of(backend)), 0
    while done < ALONE and (more := send_due()):
        done += more
    after = (cpu_of(os.getpid()), cpu_of(backend))
    ours, databases = (
        (late - early) * 1000 / max(done, 1) for early, late in zip(before, after, strict=True)
    )
    return ours, databases


def cpu_of(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def start_sink(kept: Path) -> tuple[subprocess.Popen, int]:
    command = [sys.executable, "-m", "tests.faults.sink", str(kept)]
    sink = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert sink.stdout
    return sink, int(sink.stdout.readline())


def kill(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
        process.wait()
