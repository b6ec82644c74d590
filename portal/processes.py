"""Child processes kept alive together: their lines prefixed, a crash mended, all stopped as one."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import IO

from django.conf import settings

from portal import logs

TOO_SHORT = 10.0
"""Seconds; a child that ends sooner did not really start."""

TRIES = 3
"""How many short lives in a row before we give up."""

GRACE = 12.0
"""Seconds a child has to finish after SIGTERM."""

LAST_WORDS = 2.0
"""Seconds we wait for what a child printed before it ended."""

COLOURS = (36, 33, 35, 32)


class GaveUp(RuntimeError):
    """A child ended again and again; the text says which."""


@dataclass
class Child:
    """One program, in a session of its own so that a terminal's Ctrl-C reaches only us."""

    name: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    colour: int = 0
    short_lives: int = 0
    started_at: float = 0.0
    process: subprocess.Popen[str] | None = None
    copying: threading.Thread | None = None

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=os.environ | {"PYTHONUNBUFFERED": "1"} | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - it calls one C function
        )
        self.copying = threading.Thread(
            target=self._copy_lines, args=(self.process.stdout,), daemon=True
        )
        self.copying.start()

    def _copy_lines(self, lines: IO[str]) -> None:
        with lines:  # closed by whoever reads: from another thread, that is an error in this one
            for line in lines:
                say(self.name, logs.mask(line.rstrip("\n")), self.colour)

    def send(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def end_group(self) -> None:
        """End by force whatever is left of the program and what it started; wait until it is."""
        if self.process is None:
            return
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return
            self.process.poll()
            time.sleep(0.02)

    def has_said_all(self, seconds: float) -> bool:
        """Wait until its last line is printed; not so while anything else holds its output open."""
        if self.copying is None:
            return True
        self.copying.join(seconds)
        return not self.copying.is_alive()

    def wait(self, seconds: float) -> bool:
        """Whether it has ended within that time."""
        if self.process is None:
            return True
        try:
            self.process.wait(max(seconds, 0))
        except subprocess.TimeoutExpired:
            return False
        return True


class Processes:
    """Run children until a signal comes or one cannot be kept alive."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = children
        self.asked_to_stop = threading.Event()
        for child, colour in zip(children, COLOURS, strict=False):
            child.colour = colour

    def take_signals(self) -> None:
        """From now on SIGINT, SIGTERM and SIGHUP ask us to stop. Call in the main thread."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.asked_to_stop.set())

    def start(self) -> None:
        for child in self.children:
            child.start()

    def keep(self, tend: Callable[[], None] = lambda: None) -> None:
        """Return when asked to stop; raise GaveUp when a child cannot be kept alive.

        ``tend`` looks after what the children need, about twice a second.
        """
        while not self.asked_to_stop.wait(0.5):
            tend()
            for child in self.children:
                if child.process is not None and child.process.poll() is not None:
                    self._restart(child)

    def until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Wait for a condition while keeping the children; False when asked to stop or too late."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not self.asked_to_stop.wait(0.1):
            for child in self.children:
                if child.process is not None and child.process.poll() is not None:
                    self._restart(child)
            if ready():
                return True
        return False

    def _restart(self, child: Child) -> None:
        assert child.process is not None
        lived = time.monotonic() - child.started_at
        child.short_lives = child.short_lives + 1 if lived < TOO_SHORT else 1
        code = child.process.returncode
        if child.short_lives >= TRIES:
            raise GaveUp(
                f"“{child.name}” ended {TRIES} times in a row, last with code {code}; "
                f"its lines above say why. Everything is stopped."
            )
        say("run", f"{child.name} ended with code {code}; starting it again.")
        child.start()

    def stop(self) -> None:
        """Ask every child to finish, wait, then end by force what is left of it."""
        for child in self.children:
            child.send(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for child in self.children:
            if not child.wait(deadline - time.monotonic()):
                say("run", f"{child.name} does not finish; ending it.")
            child.end_group()
            child.has_said_all(LAST_WORDS)


def say(name: str, line: str, colour: int = 0) -> None:
    """Print one line of a process: for people with its name before it, else as a JSON object."""
    if settings.PORTAL_LOGS == "json":
        line = line if line.startswith("{") else logs.as_json(name, line)
    else:
        prefix = f"{name:<6} |"
        in_colour = colour and sys.stdout.isatty()
        line = f"\033[{colour}m{prefix}\033[0m {line}" if in_colour else f"{prefix} {line}"
    print(line, flush=True)  # noqa: T201 - this is what people watch


def _end_with_parent() -> None:
    """Ask Linux for SIGTERM when the parent dies, however it dies; elsewhere do nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
