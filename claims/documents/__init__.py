"""What members send us: files, each with a receipt that says what became of it.

Who makes a new kind of thing to which documents belong adds it to `claims.documents.places.PLACES`
and, if it has to know of what comes in, to `CHANGED`.
"""

from claims.documents.changes import CHANGED, changed
from claims.documents.facts import DocumentFacts, of
from claims.documents.receiving import open_document, receive, receive_all, sent_with

__all__ = [
    "CHANGED",
    "DocumentFacts",
    "changed",
    "of",
    "open_document",
    "receive",
    "receive_all",
    "sent_with",
]
