"""How Django takes in files of forms: straight into encrypted ones, from members only."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from claims.documents.arriving import Arrival
from claims.documents.reasons import Reason


class DocumentHandler(FileUploadHandler):
    """Never holds a file in memory, and writes none that it did not encrypt.

    Of more files than one form may have it takes the first. The others are named to the member.
    """

    chunk_size = 1 << 18
    begun = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if getattr(self.request, "member", None) is None:
            raise SkipFile  # of nobody whom we know
        self.arrival = Arrival(self.file_name, self.content_length or 0)
        self.begun += 1
        if self.begun > settings.MOST_DOCUMENTS_AT_ONCE:
            self.arrival.give_up(Reason.TOO_MANY_AT_ONCE)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.arrival.write(raw_data)

    def file_complete(self, file_size: int) -> Arrival:
        return self.arrival

    def upload_interrupted(self) -> None:
        if hasattr(self, "arrival"):
            self.arrival.close()
