"""A member's receipt: what they decided, and the proof that it is in what was sealed.

The member is a witness: a row that vanishes or changes contradicts a receipt that somebody holds.
The form is C2SP's tlog-proof; its ``extra`` line holds the bytes whose digest is the leaf.
"""

from base64 import b64encode
from hashlib import sha256

from django.db import connection

from accounts.consent.verify_consent import form, includes
from accounts.models import ConsentEvent, Seal
from accounts.proof.export import LEDGER
from accounts.proof.sealing import Broken, load
from accounts.proof.tree import Tree

ROW = f"SELECT * FROM ({LEDGER}) AS ledger WHERE id = %s"  # noqa: S608 - our own query
BEFORE = """
SELECT (SELECT count(*) FROM accounts_consentevent WHERE (xact, id) < (%(xact)s, %(id)s))
     + (SELECT count(*) FROM accounts_consentpruned WHERE (xact, id) < (%(xact)s, %(id)s))
"""


def receipt(event: ConsentEvent) -> str | None:
    """The receipt of a decision; None while it is not sealed, for a minute.

    Raises `Broken` where it was sealed and the proof does not hold any more.
    """
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, {"xact": event.xact, "id": event.pk})
        (index,) = cursor.fetchone()
        cursor.execute(ROW, [event.pk])
        content = form([as_read(cell) for cell in cursor.fetchone()])
    sealed = Seal.objects.filter(size__gt=index).order_by("size").first()
    if sealed is None:
        return None
    proof = Tree(sealed.size, load).inclusion(index, sealed.size)
    leaf = sha256(content).digest()
    if not includes(bytes(sealed.root), sealed.size, index, leaf, proof):
        raise Broken(f"Row {event.pk} is not where it was sealed.")
    lines = (
        "c2sp.org/tlog-proof@v1",
        f"extra {b64encode(content).decode()}",
        f"index {index}",
        *(b64encode(one).decode() for one in proof),
        "",
        sealed.note,
    )
    return "\n".join(lines)


def as_read(cell: object) -> str:
    """A cell as the verifier reads it out of an export: a character each byte."""
    return "" if cell is None else str(cell).encode().decode("latin-1")
