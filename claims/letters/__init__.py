"""Letters that a member keeps, prints or posts: one typed value, shown as a page and as a PDF."""

from claims.letters.letter import Heading, Letter, Part, Points, Rows
from claims.letters.pdf import as_pdf
from claims.letters.response import letter_response

__all__ = ["Heading", "Letter", "Part", "Points", "Rows", "as_pdf", "letter_response"]
