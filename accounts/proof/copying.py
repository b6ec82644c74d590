"""The second copy of every seal: in storage of somebody else's, where there is some."""

from django.conf import settings

from accounts.clock import now
from accounts.models import Seal
from accounts.proof.bucket import Bucket
from accounts.proof.sealing import directory, names

AT_ONCE = 500


def copy() -> int:
    """Bring to the bucket what it lacks, oldest first; how many. Raises what places raise."""
    if not settings.SEALS_BUCKET:
        return 0
    bucket, here = Bucket(settings.SEALS_BUCKET), directory()
    waiting = list(Seal.objects.filter(copied_at=None).order_by("size")[:AT_ONCE])
    for seal in waiting:
        checkpoint, rows = names(seal.size)
        bucket.put(rows, here.get(rows) or b"")
        bucket.put(checkpoint, seal.note.encode())
        Seal.objects.filter(pk=seal.pk).update(copied_at=now())
    return len(waiting)
