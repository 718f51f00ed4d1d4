"""Black boxes on pages and pictures."""

from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image, ImageDraw


@dataclass(frozen=True)
class Box:
    """A part of a page as shown, in shares of its width and height from its upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def paint(picture: Image.Image, boxes: Iterable[Box]) -> None:
    """Paint the boxes black, whichever page they name."""
    pencil = ImageDraw.Draw(picture)
    across, down = picture.size
    for box in boxes:
        corner = int(box.left * across), int(box.top * down)
        pencil.rectangle((corner, (round(box.right * across), round(box.bottom * down))), "black")
