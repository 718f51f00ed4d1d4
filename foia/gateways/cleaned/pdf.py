"""A PDF without what is no page of it, and a PDF whose boxes hold nothing any more."""

import io
from collections.abc import Iterable

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Name
from PIL import Image

from foia.gateways.cleaned.boxes import Box, paint
from foia.gateways.cleaned.drawing import only_drawing, only_page
from foia.gateways.inspect.pdf import drawn, opened

#: Dots per point of a page that becomes a picture: 150 an inch.
SCALE = 150 / 72
QUALITY = 82
MOST_PIXELS = 40_000_000


def for_readers(content: bytes, boxes: Iterable[Box] = (), *, also: Iterable[int] = ()) -> bytes:
    """Return a copy whose pages with boxes are pictures in which the boxes are black.

    What was under a box is in no layer of the copy, because a picture has none. The pages `also`
    become pictures as they look, so that what hides in them is gone. Facts about the file, files in
    it, scripts, forms, notes, earlier revisions and words that stand for others are in no copy.
    """
    by_page: dict[int, list[Box]] = {number: [] for number in also}
    for box in boxes:
        by_page.setdefault(box.page, []).append(box)
    with opened(content) as copy, drawn(content) as source:
        for page in copy.pages:
            only_page(page)
        for number, covers in sorted(by_page.items()):
            picture = pictured(source[number - 1], covers)
            _put_picture(copy, number, picture, source[number - 1].get_size())
        copy.remove_unreferenced_resources()
        shown = _saved(copy)
    with opened(shown) as bare:
        only_drawing(bare)
        return _saved(bare)


def pictured(page: pdfium.PdfPage, covers: Iterable[Box] = (), scale: float = SCALE) -> Image.Image:
    """Return a page as it looks, with black boxes."""
    wide, high = page.get_size()
    scale = min(scale, (MOST_PIXELS / max(wide * high, 1)) ** 0.5)
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    paint(picture, covers)
    return picture


def _put_picture(
    copy: pikepdf.Pdf, number: int, picture: Image.Image, size: tuple[float, float]
) -> None:
    """Replace a page by its picture, upright and as large as it was shown."""
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=QUALITY)
    shown = copy.make_stream(written.getvalue())
    shown.stream_dict = pikepdf.Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    wide, high = size
    page = pikepdf.Dictionary(
        Type=Name.Page,
        MediaBox=[0, 0, wide, high],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Shown=shown)),
        Contents=copy.make_stream(f"{wide:.3f} 0 0 {high:.3f} 0 0 cm /Shown Do".encode()),
    )
    copy.pages[number - 1] = pikepdf.Page(copy.make_indirect(page))


def _saved(copy: pikepdf.Pdf) -> bytes:
    """Write a document that tells nothing about itself but its pages."""
    for name in list(copy.Root.keys()):
        if name not in ("/Type", "/Pages"):
            del copy.Root[name]
    if Name.Info in copy.trailer:
        del copy.trailer[Name.Info]
    written = io.BytesIO()
    copy.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()
