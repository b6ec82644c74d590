"""JPEG, PNG and TIFF, read to their end."""

import warnings
from typing import BinaryIO

from limits import MOST_PAGES, MOST_PIXELS, MOST_PIXELS_IN_ALL, Refused
from PIL import Image, ImageFile, UnidentifiedImageError

FORMATS = {"jpeg": "JPEG", "png": "PNG", "tiff": "TIFF"}


def look_at_picture(kind: str, stream: BinaryIO) -> str:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(stream, formats=[FORMATS[kind]]) as picture:
            look_at_frames(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as problem:
        raise Refused("too_much") from problem
    except ValueError as problem:  # text that unpacks to too much, among others
        raise Refused("too_much" if "large" in str(problem) else "unreadable") from problem
    except (OSError, SyntaxError, UnidentifiedImageError) as problem:
        raise Refused("unreadable") from problem
    return kind


def look_at_frames(picture: Image.Image) -> None:
    pixels, number = 0, 0
    while True:
        pixels, number = pixels + picture.width * picture.height, number + 1
        if pixels > MOST_PIXELS_IN_ALL or number > MOST_PAGES:
            raise Refused("too_much")
        if picture.format == "JPEG":  # read to its end, at an eighth of the size
            picture.draft("L", (picture.width // 8, picture.height // 8))
        picture.load()
        try:
            picture.seek(number)
        except EOFError:
            return
