"""The gallery: a sample of every letter, for every place, in every language there is.

Everybody may look; nothing is stored, nothing is asked of the database.
"""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foia.gateways import clock
from foia.letters.docx import to_docx
from foia.letters.gallery import PLACES, Cell, Sample, column, sample
from foia.letters.outline import OUTLINES
from foia.letters.pdf import to_pdf
from foia.letters.printable import one_line
from foia.letters.text import to_text
from foia.letters.wording import languages
from foia.web import words
from foia.web.answers import as_file
from foia.web.trouble import UNPROCESSABLE
from jurisdictions import DomainError, Pack, codes, load_pack

MEDIA_TYPES = {
    "letter.txt": "text/plain; charset=utf-8",
    "letter.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "letter.pdf": "application/pdf",
}
LONGEST = 40


class Asked(NamedTuple):
    """What the address asks for: a place, a kind of letter, a language; empty is the body's own."""

    place: str
    kind: str
    lang: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        """Read the address; whatever it holds is one short line of text."""
        told = {name: one_line(request.GET.get(name, ""))[:LONGEST] for name in cls._fields}
        return cls(told["place"] or PLACES[0], told["kind"] or "request", told["lang"])


class Line(NamedTuple):
    """One row of the table: a kind of letter, at each place."""

    kind: str
    cells: tuple[Cell, ...]


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show one sample, and the table of all kinds at a dozen places."""
    asked, on = Asked.of(request), clock.now().date()
    context: dict[str, object] = {"asked": asked, "kinds": tuple(OUTLINES), "choices": _choices()}
    place = PLACES[0]
    try:
        found = sample(asked.place, asked.kind, asked.lang, on)
    except DomainError as error:
        context["trouble"] = str(error)
    else:
        place = found.code
        context |= _shown(found) | {"query": urlencode(asked._asdict())}
    shown = tuple(dict.fromkeys((*PLACES, place)))
    context["places"] = tuple(map(load_pack, shown))
    context["lines"] = _lines(shown, on)
    return render(
        request,
        "gallery/gallery.html",
        context,
        status=UNPROCESSABLE if "trouble" in context else 200,
    )


@require_safe
def gallery_file(request: HttpRequest, name: str) -> HttpResponse:
    """Hand out the same sample as TXT, DOCX or PDF; trouble becomes its own page."""
    asked = Asked.of(request)
    content = _drawn(asked, name, clock.now().date())
    shown = f"sample-{asked.place.lower()}-{asked.kind}-{name}"
    return as_file(content, name=shown, content_type=MEDIA_TYPES[name])


@lru_cache(maxsize=64)
def _drawn(asked: Asked, name: str, on: date) -> bytes:
    """Return the sample as bytes; nothing in it is private, so it is kept for the next one."""
    letter = sample(*asked, on).letter
    if name == "letter.txt":
        return to_text(letter).encode()
    return to_docx(letter) if name == "letter.docx" else to_pdf(letter)


def _shown(found: Sample) -> dict[str, object]:
    """Return what the page says of a sample."""
    return {
        "sample": found,
        "letter": found.letter,
        "pack": load_pack(found.code),
        "written_in": words.language_named(found.letter.language),
        "files": (("letter.pdf", "PDF"), ("letter.docx", "DOCX"), ("letter.txt", _("Text"))),
    }


def _lines(shown: tuple[str, ...], on: date) -> tuple[Line, ...]:
    """Return the table: a row for each kind, a cell for each place."""
    columns = [column(code, on) for code in shown]
    return tuple(map(Line, OUTLINES, zip(*columns, strict=True)))


@lru_cache(maxsize=1)
def _packs() -> tuple[Pack, ...]:
    return tuple(map(load_pack, codes()))


def _choices() -> dict[str, object]:
    """Return what can be chosen: places by name in the reader's language, and languages."""
    places = sorted((words.named(pack.name), pack.code) for pack in _packs())
    return {
        "places": [(code, name) for name, code in places],
        "languages": sorted((words.language_named(code), code) for code in languages()),
    }
