"""Made-up processes whose truth is known."""

import numpy as np

from claims.estimates.log import EventLog, parse

WAY = ("received", "checked", "asked", "decided")


def text(cases: int = 300, *, seed: int = 1) -> list[str]:
    """A case a day; each step takes two days on average, those of kind B four times as long."""
    chance = np.random.default_rng(seed)
    lines = ["case_id,activity,timestamp,kind"]
    for case in range(cases):
        kind = "AB"[case % 2]
        at = 1.7e9 + case * 86_400.0
        for activity in WAY:
            lines.append(f"{case},{activity},{at:.0f},{kind}")
            at += chance.exponential(2 * 86_400) * (4 if kind == "B" else 1) + 60
    return lines


def log(cases: int = 300, **how) -> EventLog:
    return parse(text(cases, **how), "made.csv")
