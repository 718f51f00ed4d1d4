"""Pictures on a PDF page that are covered or cut in part: what is under there is still in the file.

Such a page goes to readers as a picture of itself. So does one on which notes or forms are drawn:
taken off, they would uncover what they cover.
"""

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium

raw = pdfium.raw
#: Points by which a frame may be smaller than its picture without cutting anything off.
SLACK = 2.0
DEEP = 8
Bounds = tuple[float, float, float, float]


def is_covered(page: pdfium.PdfPage) -> bool:
    """Say whether some picture on the page is shown in part only."""
    return _is_drawn_over(page) or any(map(_is_cut, _pictures(page)))


def _pictures(page: pdfium.PdfPage) -> Iterator[pdfium.PdfObject]:
    yield from page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=DEEP)


def _is_drawn_over(page: pdfium.PdfPage) -> bool:
    """Say whether something that is no text is drawn over a picture."""
    below: list[Bounds] = []
    for thing in page.get_objects(max_depth=DEEP):
        if thing.type in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_FORM):
            continue
        if thing.container is not None and below:
            return True  # its place is told within its own form, which cannot be compared
        bounds = thing.get_bounds()
        if any(_meet(bounds, other) for other in below):
            return True
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            below.append(bounds)
    return False


def _meet(one: Bounds, two: Bounds) -> bool:
    return (
        min(one[2], two[2]) - max(one[0], two[0]) > SLACK
        and min(one[3], two[3]) - max(one[1], two[1]) > SLACK
    )


def _is_cut(picture: pdfium.PdfObject) -> bool:
    """Say whether a frame or the edge of the page hides a part of a picture."""
    left, bottom, right, top = picture.get_bounds()
    frames = [*_frames(picture), _edges(picture.page)]
    return picture.container is None and any(
        left < frame[0] - SLACK
        or bottom < frame[1] - SLACK
        or right > frame[2] + SLACK
        or top > frame[3] + SLACK
        for frame in frames
    )


def _edges(page: pdfium.PdfPage) -> Bounds:
    left, bottom, right, top = page.get_cropbox()
    return left, bottom, right, top


def _frames(picture: pdfium.PdfObject) -> Iterator[Bounds]:
    """Yield the frames that something is drawn through, as the bounds of their corners."""
    clip = raw.FPDFPageObj_GetClipPath(picture)
    for path in range(max(raw.FPDFClipPath_CountPaths(clip) if clip else 0, 0)):
        points = []
        for index in range(raw.FPDFClipPath_CountPathSegments(clip, path)):
            segment = raw.FPDFClipPath_GetPathSegment(clip, path, index)
            across, up = ctypes.c_float(), ctypes.c_float()
            raw.FPDFPathSegment_GetPoint(segment, across, up)
            points.append((across.value, up.value))
        if points:
            xs, ys = zip(*points, strict=True)
            yield min(xs), min(ys), max(xs), max(ys)
