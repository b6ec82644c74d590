"""A letter as a PDF that can be read aloud, searched and compared byte for byte."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos
from fpdf.prefs import ViewerPreferences

from claims.letters.letter import Heading, Letter, Part, Points, Rows, on_paper

FONTS = Path(__file__).parent / "fonts"
FAMILY = "DejaVu"
MARGIN = 25.4  # an inch, in millimetres
BODY, LARGE, SMALL = 11, 15, 9  # points
LEADING = 1.4  # of the size of the letters
POINT = 25.4 / 72
LABELS = 0.4  # how much of the width the labels of rows get
PARAGRAPH_GAP, ROW_GAP, SECTION_GAP, SIGNATURE_GAP = 3, 0.8, 6, 18
KEPT_TOGETHER = 3  # lines that must fit below a heading, or it moves to the next page
BULLET = "•"
PAGES = 3 * "\ue000"  # where the number of pages comes: no letters that anybody writes


def as_pdf(letter: Letter) -> bytes:
    """The same bytes for the same letter, whenever it is asked for.

    Latin, Greek and Cyrillic letters are drawn; of other scripts a box, so their readers print
    the page instead. Headings and paragraphs are tagged, in the letter's language.
    """
    with override(letter.language):
        sheet = _Sheet(letter)
        sheet.write_letter()
        return bytes(sheet.output())


class _Sheet(FPDF):
    def __init__(self, letter: Letter) -> None:
        super().__init__(format="letter")
        self.letter = letter
        self.marks: Counter[int] = Counter()
        self.alias_nb_pages(PAGES)
        self.add_font(FAMILY, fname=FONTS / "DejaVuSans.ttf")
        self.add_font(FAMILY, "B", fname=FONTS / "DejaVuSans-Bold.ttf")
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN)
        self.set_title(on_paper(letter.title))
        self.set_lang(letter.language)
        self.set_producer("Porchlight")
        self.set_creation_date(dt.datetime.combine(letter.date, dt.time(), dt.UTC))
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)

    def write_letter(self) -> None:
        letter = self.letter
        self.add_page()
        addressed = (letter.to, *letter.address)
        for block in (letter.sender, addressed, (letter.dated,), (letter.reference_line,)):
            lines = [on_paper(line) for line in block if line]
            if lines:
                self.put("\n".join(lines))
                self.ln(SECTION_GAP)
        self.put(on_paper(letter.title), "H1", size=LARGE, bold=True)
        self.ln(PARAGRAPH_GAP)
        for part in letter.paragraphs:
            self.write_part(part)
            self.ln(PARAGRAPH_GAP)
        if letter.signed_by:
            self.ln(SIGNATURE_GAP)
            self.put(on_paper(letter.signed_by))

    def write_part(self, part: Part) -> None:
        match part:
            case Heading():
                self.ln(PARAGRAPH_GAP)
                self.put(on_paper(part.text), "H2", bold=True)
            case Rows():
                for label, value in part.rows:
                    self.put_row(on_paper(label), on_paper(value))
            case Points():
                for point in part.points:
                    self.put(f"{BULLET} {on_paper(point)}")
            case _:
                self.put(on_paper(part))

    def put(self, text: str, tag: str = "P", *, size: int = BODY, bold: bool = False) -> None:
        """A paragraph, carried over to the next page where it does not fit."""
        self.set_font(FAMILY, "B" if bold else "", size)
        height = size * POINT * LEADING
        lines = self.broken(text, self.epw, height)
        needed = KEPT_TOGETHER if bold else 1
        while lines:
            fitting = int((self.page_break_trigger - self.y) / height)
            if fitting < needed:
                self.add_page()
                continue
            with self.tagged(tag):
                for line in lines[:fitting]:
                    self.cell(0, height, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            lines = lines[fitting:]

    def put_row(self, label: str, value: str) -> None:
        """A label and its value side by side, on one page; below each other if no page holds it."""
        self.set_font(FAMILY, "", BODY)
        height, beside = BODY * POINT * LEADING, self.epw * LABELS
        columns = (
            (0.0, self.broken(label, beside, height)),
            (beside, self.broken(value, self.epw - beside, height)),
        )
        most = max(len(lines) for _offset, lines in columns)
        if most * height > self.page_break_trigger - self.t_margin:
            self.put(label)
            self.put(value)
            return
        if self.y + most * height > self.page_break_trigger:
            self.add_page()
        top = self.y
        for offset, lines in columns:
            with self.tagged("P"):
                for number, line in enumerate(lines):
                    self.set_xy(self.l_margin + offset, top + number * height)
                    self.cell(0, height, line)
        self.set_xy(self.l_margin, top + most * height + ROW_GAP)

    def broken(self, text: str, width: float, height: float) -> list[str]:
        lines = self.multi_cell(
            width, height, text, align="L", dry_run=True, output=MethodReturnValue.LINES
        )
        assert isinstance(lines, list)
        return lines

    @contextmanager
    def tagged(self, tag: str) -> Iterator[None]:
        """What a screen reader is told that this is; the library itself tags pictures only."""
        number = self.marks[self.page]  # the library's own counts each mark of the letter again
        self.marks[self.page] += 1
        self._add_marked_content(struct_type=f"/{tag}", mcid=number)
        self._out(f"/{tag} <</MCID {number}>> BDC")
        yield
        self._out("EMC")

    def footer(self) -> None:
        """The page's number, which a screen reader passes over."""
        self.set_y(-MARGIN / 2)
        self.set_font(FAMILY, "", SMALL)
        self._out("/Artifact BMC")
        self.cell(
            0, SMALL * POINT, _("Page {number} of {all}").format(number=self.page_no(), all=PAGES)
        )
        self._out("EMC")
