"""A picture as it looks, and nothing beside: its points are written anew."""

import io

from PIL import Image, ImageOps

from foia.gateways.inspect.pictures import opened

QUALITY = 92


def cleaned(content: bytes) -> tuple[bytes, str]:
    """Return a copy without facts about it, turned as it is shown, and its media type."""
    with opened(content) as picture:
        shown = ImageOps.exif_transpose(picture)
        is_photo = picture.format == "JPEG"
        plain = shown.convert("RGB" if is_photo else _mode(shown))
        bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    written = io.BytesIO()
    if is_photo:
        bare.save(written, "JPEG", quality=QUALITY)
        return written.getvalue(), "image/jpeg"
    bare.save(written, "PNG")
    return written.getvalue(), "image/png"


def _mode(picture: Image.Image) -> str:
    is_clear = "A" in picture.getbands() or "transparency" in picture.info
    return "RGBA" if is_clear else "RGB"
