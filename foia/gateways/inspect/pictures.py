"""Looks into a picture for what is not to be seen on it: where and by whom it was taken."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from foia.gateways.inspect.problem import Problem, UnreadableError

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF")
MOST_PIXELS = 100_000_000
GPS = 0x8825
#: What a picture needs to be shown; every other fact is told about it.
NEEDED = frozenset(
    {
        *("jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "adobe", "gamma"),
        *("adobe_transform", "progressive", "progression", "compression", "transparency"),
        *("background", "version", "extension", "loop", "duration", "interlace", "aspect"),
        *("srgb", "chromaticity", "bbox", "timestamp", "blend", "disposal", "default_image"),
    }
)


def problems(content: bytes) -> list[Problem]:
    """Return what a picture tells about itself. Raises UnreadableError if it cannot be read."""
    with opened(content) as picture:
        found = [*_facts(picture)]
        frames = int(getattr(picture, "n_frames", 1))
    if frames > 1:
        found.append(Problem("more_frames", count=frames))
    return found


@contextmanager
def opened(content: bytes) -> Iterator[Image.Image]:
    """Open a picture whole, or say in one sentence why it cannot be."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UnreadableError("The picture is too large to check.")
            picture.load()
            yield picture
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableError("The picture cannot be read, so nobody can check it.") from error


def _facts(picture: Image.Image) -> Iterator[Problem]:
    exif = picture.getexif()
    if exif.get_ifd(GPS):
        yield Problem("picture_place")
    told = len(exif) + sum(name not in NEEDED for name in picture.info)
    if told:
        yield Problem("picture_facts", count=told)
