"""The portal's own settings, plus one address: the lean page beside which ours are measured."""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.lean"
