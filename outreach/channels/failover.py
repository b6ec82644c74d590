"""The providers of one channel, one after the other: the second gets what the first refuses."""

from contextlib import ExitStack
from typing import Self

from outreach.channels.channel import Letter, NotNow, Taken, Way


class Failover:
    """Open for one turn of a worker. A provider that is away is not asked again in that turn."""

    def __init__(self, ways: list[Way]) -> None:
        self.ways = ways
        self.stack = ExitStack()
        self.opened: dict[str, Way] = {}
        self.away: dict[str, NotNow] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.stack.close()

    def send(self, letter: Letter) -> Taken:
        """Raises `Never`, or the last `NotNow`: ``away`` where nobody takes anything at present.

        Where a provider may have it already, only that one is asked: a second copy from another
        would carry a key that nobody compares.
        """
        trouble = NotNow("nobody is set up to send it")
        for way in self.ways:
            if letter.only and letter.only != way.name:
                continue
            if way.name in self.away:
                trouble = self.away[way.name]
                continue
            try:
                return Taken(way.name, self._opened(way).send(letter))
            except NotNow as problem:
                problem.provider, trouble = way.name, problem
                if problem.away:
                    self.away[way.name] = problem
                if problem.unknown:
                    break
        trouble.away = len(self.away) == len(self.ways)
        raise trouble

    def _opened(self, way: Way) -> Way:
        if way.name not in self.opened:
            self.opened[way.name] = self.stack.enter_context(way)
        return self.opened[way.name]
