"""A picture as it looks, and nothing beside: its points are written anew."""

import io
from collections.abc import Iterable

from PIL import Image, ImageOps

from foia.gateways.cleaned.boxes import Box, paint
from foia.gateways.inspect.pictures import opened

QUALITY = 92


def cleaned(content: bytes) -> tuple[bytes, str]:
    """Return a copy without facts about it, turned as it is shown, and its media type."""
    with opened(content) as picture:
        is_photo = picture.format == "JPEG"
    bare = shown(content)
    written = io.BytesIO()
    if is_photo:
        bare.convert("RGB").save(written, "JPEG", quality=QUALITY)
        return written.getvalue(), "image/jpeg"
    bare.save(written, "PNG")
    return written.getvalue(), "image/png"


def covered(content: bytes, boxes: Iterable[Box]) -> bytes:
    """Return a PNG of the picture whose boxes are black; what was there is nowhere in it."""
    written = io.BytesIO()
    shown(content, boxes).save(written, "PNG")
    return written.getvalue()


def shown(content: bytes, boxes: Iterable[Box] = ()) -> Image.Image:
    """Return the points of a picture, turned as it is shown, with black boxes."""
    with opened(content) as picture:
        turned = ImageOps.exif_transpose(picture)
        plain = turned.convert(_mode(turned))
        bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    paint(bare, boxes)
    return bare


def _mode(picture: Image.Image) -> str:
    is_clear = "A" in picture.getbands() or "transparency" in picture.info
    return "RGBA" if is_clear else "RGB"
