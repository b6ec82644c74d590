"""FHIR R4 and the STU3 shape: claims, their answers, patients and coverages.

A file is one resource, a Bundle, an array, or NDJSON with a resource in each line; gzip or not.
What it is shows in its content, never in its name.
"""

from claims.sources.fhir.reading import parse

__all__ = ["parse"]
