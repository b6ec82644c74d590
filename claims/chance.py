"""How much of a share is chance: an interval around it, and if it is too low for that. Pure."""

from math import exp, lgamma, log, sqrt

NORMAL_95 = 1.959964


def wilson(kept: int, number: int, z: float = NORMAL_95) -> tuple[float, float]:
    """The shares that fit what was seen, 19 times in 20 (Wilson's interval); (0, 1) of nothing."""
    if not number:
        return 0.0, 1.0
    share, weight = kept / number, z * z / number
    middle = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / number + weight / (4 * number)) / (1 + weight)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def difference(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float]:
    """How far two shares may lie apart, 19 times in 20: the first less the other (Newcombe's
    interval from Wilson's). Each is (how many, of how many); (-1, 1) where one is of nothing.
    """
    if not (one[1] and other[1]):
        return -1.0, 1.0
    first, second = one[0] / one[1], other[0] / other[1]
    (low, high), (other_low, other_high) = wilson(*one), wilson(*other)
    apart = first - second
    down = sqrt((first - low) ** 2 + (other_high - second) ** 2)
    up = sqrt((high - first) ** 2 + (second - other_low) ** 2)
    return apart - down, apart + up


def at_most(kept: int, number: int, share: float) -> float:
    """How likely so few or fewer of ``number`` are kept where ``share`` of all are (binomial)."""
    return min(sum(_exactly(one, number, share) for one in range(kept + 1)), 1.0)


def _exactly(kept: int, number: int, share: float) -> float:
    ways = lgamma(number + 1) - lgamma(kept + 1) - lgamma(number - kept + 1)
    return exp(ways + kept * log(share) + (number - kept) * log(1 - share))
