"""Pictures and scans, by Pillow: every frame is a page, turned the way it was taken."""

import warnings
from typing import Any

from PIL import Image, ImageOps, ImageSequence

from foia.gateways.limited import Refused

MOST_PIXELS = 100_000_000
#: What is smaller is a logo or a signature's picture, no letter.
LEAST_PIXELS = 120_000


class ImagePages:
    """An opened picture."""

    def __init__(self, path: str) -> None:
        Image.MAX_IMAGE_PIXELS = MOST_PIXELS
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            self.image = Image.open(path)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise Refused("too_large") from error

    def __len__(self) -> int:
        # What moves is one page: its first frame.
        return 1 if self.image.format in ("GIF", "WEBP", "PNG") else _frames(self.image)

    def text(self, number: int) -> str:
        return ""

    def is_scanned(self, number: int) -> bool:
        return self.image.width * self.image.height >= LEAST_PIXELS

    def picture(self, number: int, *, dpi: float, most_pixels: int) -> Any:
        self.image.seek(number - 1)
        seen = ImageOps.exif_transpose(self.image)
        if seen.mode in ("RGBA", "LA", "P"):
            ground = Image.new("RGBA", seen.size, "white")
            ground.alpha_composite(seen.convert("RGBA"))
            seen = ground
        seen = seen.convert("RGB")
        if seen.width * seen.height > most_pixels:
            ratio = (most_pixels / (seen.width * seen.height)) ** 0.5
            seen = seen.resize((max(1, int(seen.width * ratio)), max(1, int(seen.height * ratio))))
        return seen


def _frames(image: Any) -> int:
    return sum(1 for _ in ImageSequence.Iterator(image))


def image(path: str) -> ImagePages:
    """Open a picture."""
    return ImagePages(path)
