"""Measured by hand, never in a test run: `python -m tests.benchmarks.page_benchmark`."""
