"""Leaves of a PDF what draws its pages: no words beside the drawn ones, no facts about its things.

ISO 32000-1: marked content and the words that stand for it (14.6, 14.9), facts about objects
(14.3.2, 14.5), layers (8.11); and pictures that tell who took them.
"""

from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Name

from foia.gateways.cleaned.coded_pictures import bare_jpeg, bare_jpx
from foia.gateways.inspect.problem import UnreadableError

#: What a page, and a branch of the tree of pages, is drawn by (7.7.3).
_OF_BRANCH = frozenset(
    ("/Type", "/Parent", "/Kids", "/Count", "/Resources", "/MediaBox", "/CropBox", "/Rotate")
)
_OF_PAGE = (_OF_BRANCH - {"/Kids", "/Count"}) | {"/Contents", "/Group", "/UserUnit"}
#: What no other thing is drawn by.
_UNDRAWN = frozenset(
    {
        *("/Metadata", "/PieceInfo", "/AF", "/Alternates", "/OPI", "/Ref", "/LastModified"),
        *("/StructParent", "/StructParents", "/Measure", "/PtData", "/Thumb", "/Properties", "/OC"),
        *("/Alt", "/ActualText", "/FontFamily"),
    }
)
#: The operators that draw (annex A); those of marked content do not, nor do unknown ones.
_DRAWING = frozenset(
    {
        *("b", "B", "b*", "B*", "BT", "c", "cm", "CS", "cs", "d", "d0", "d1", "Do", "ET", "f", "F"),
        *("f*", "G", "g", "gs", "h", "i", "j", "J", "K", "k", "l", "m", "M", "n", "q", "Q", "re"),
        *("RG", "rg", "ri", "s", "S", "SC", "sc", "SCN", "scn", "sh", "T*", "Tc", "Td", "TD", "Tf"),
        *("Tj", "TJ", "TL", "Tm", "Tr", "Ts", "Tw", "Tz", "v", "w", "W", "W*", "y", "'", '"'),
    }
)
_CODED: dict[str, Callable[[bytes], bytes]] = {"/DCTDecode": bare_jpeg, "/JPXDecode": bare_jpx}


def only_page(page: pikepdf.Page) -> None:
    """Take off a page what it is not drawn by: notes, scripts, facts about it."""
    _keep(page.obj, _OF_PAGE)


def only_drawing(document: pikepdf.Pdf) -> None:
    """Take out of a document whatever draws nothing; all of its objects must be in use.

    Raises UnreadableError, or pikepdf.PdfError, for what cannot be taken apart.
    """
    for page in document.pages:
        if Name.Contents in page:
            page.Contents = document.make_stream(_drawn_by(page))
    for thing in list(document.objects):
        if isinstance(thing, pikepdf.Dictionary) and Name.Kids in thing:
            _keep(thing, _OF_BRANCH)
        _strip(thing)
        if isinstance(thing, pikepdf.Stream):
            _strip_stream(document, thing)
        elif isinstance(thing, pikepdf.Dictionary) and thing.get(Name.Subtype) == Name.Type3:
            letters: Any = thing.get(Name.CharProcs, pikepdf.Dictionary())
            for name in letters.keys():  # noqa: SIM118 (no mapping)
                letters[name].write(_drawn_by(letters[name]))


def _keep(thing: pikepdf.Object, names: frozenset[str]) -> None:
    for name in set(thing.keys()) - names:
        del thing[name]


def _strip(thing: Any) -> None:
    """Take what draws nothing off a thing and off whatever stands within it."""
    if isinstance(thing, pikepdf.Array):
        inner = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for name in _UNDRAWN & set(thing.keys()):
            del thing[name]
        inner = [thing[name] for name in set(thing.keys())]
    else:
        return
    for each in inner:
        if isinstance(each, pikepdf.Object) and not each.is_indirect:
            _strip(each)


def _strip_stream(document: pikepdf.Pdf, thing: Any) -> None:
    """Leave of a form or a pattern what draws, and of a coded picture its codes."""
    if thing.get(Name.Subtype) == Name.Form or thing.get(Name.PatternType) == 1:
        thing.write(_drawn_by(thing))
        return
    filters, settings = _listed(thing.get(Name.Filter)), _listed(thing.get(Name.DecodeParms))
    bare = _CODED.get(str(filters[-1])) if filters else None
    if bare:
        setting = settings[-1] if len(settings) == len(filters) else None
        content = bare(_without_wraps(document, thing, filters[:-1], settings[:-1]))
        thing.write(content, filter=filters[-1], decode_parms=setting)


def _without_wraps(
    document: pikepdf.Pdf, thing: Any, filters: list[Any], settings: list[Any]
) -> bytes:
    """Return the codes of a picture that was packed once more."""
    content: bytes = thing.read_raw_bytes()
    if filters:
        wrapped: Any = document.make_stream(content)
        wrapped.write(content, filter=pikepdf.Array(filters))
        if len(settings) == len(filters):
            wrapped.DecodeParms = pikepdf.Array(settings)
        content = wrapped.read_bytes()
    return content


def _listed(value: Any) -> list[Any]:
    """Return one thing or several as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _drawn_by(stream: Any) -> bytes:
    """Return the instructions of a page or a stream that draw something."""
    kept: list[Any] = []
    for one in pikepdf.parse_content_stream(stream):
        if isinstance(one, pikepdf.ContentStreamInlineImage):
            if any("DCT" in str(name) for name in one.iimage.filters):
                raise UnreadableError("A photo stands among the words, so nobody can check it.")
            kept.append(one)
        elif str(one.operator) in _DRAWING:
            kept.append(one)
    return pikepdf.unparse_content_stream(kept)
