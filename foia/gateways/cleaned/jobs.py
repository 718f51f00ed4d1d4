"""What is done with hostile files, each in the limited process: jobs, and those who ask for them.

Arguments and answers are JSON; files are handed over by their paths.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from foia.gateways import blobs, limited
from foia.gateways.cleaned import pdf, pictures, places
from foia.gateways.cleaned.as_text import as_text
from foia.gateways.cleaned.boxes import Box
from foia.gateways.cleaned.for_readers import Copy, for_readers
from foia.gateways.inspect import pdf as look
from foia.gateways.inspect.pictures import opened
from foia.gateways.inspect.problem import DRAWN, HIDDEN, LEAKS, Problem, UnreadableError
from foia.letters.blackout import Identity, links_with_keys, words_of
from foia.mail.file_types import sniff

LIMITS = limited.Limits(silence=180, cpu=300)
Spot = dict[str, Any]
#: Letters of a file's copy that are kept to be searched.
MOST_LETTERS = 200_000


def copy_of(sha256: str, declared: str, identity: Identity) -> Copy:
    """Return the copy for readers of a stored file; one that is too much has none."""
    told = asdict(identity) | {"days": [day.isoformat() for day in identity.days]}
    with TemporaryDirectory(prefix="copy-") as place:
        out = Path(place, "copy")
        try:
            said = limited.once(
                _copy, str(blobs.path_of(sha256)), declared, told, str(out), limits=LIMITS
            )
        except limited.Trouble as trouble:
            is_much = trouble.code in ("too_slow", "too_large")
            return Copy(None, declared, (Problem("too_large" if is_much else "unreadable"),))
        content = out.read_bytes() if out.exists() else None
        text = Path(place, "text").read_text(encoding="utf-8")
    problems = tuple(Problem.of(row) for row in said["problems"])
    return Copy(content, said["content_type"], problems, text)


def redacted(sha256: str, boxes: Sequence[Spot]) -> tuple[bytes, str]:
    """Return a stored file without what its boxes cover, and what was read of it afterwards.

    Pages on which something hides become pictures too. Raises UnreadableError.
    """
    with TemporaryDirectory(prefix="copy-") as place:
        out = Path(place, "copy")
        said = _asked(_redact, str(blobs.path_of(sha256)), list(boxes), str(out))
        return out.read_bytes(), said["proof"]


def text_of(sha256: str, declared: str, name: str) -> str:
    """Return what a stored office file or mail shows, as text. Raises UnreadableError."""
    with TemporaryDirectory(prefix="copy-") as place:
        out = Path(place, "text")
        said = _asked(_text, str(blobs.path_of(sha256)), declared, name, str(out))
        if said["trouble"]:
            raise UnreadableError(said["trouble"])
        return out.read_text(encoding="utf-8")


def lines_of(sha256: str, page: int) -> dict[str, Any]:
    """Return {pages, lines: [{text, box}]} of one page of a stored PDF. Raises UnreadableError."""
    told: dict[str, Any] = _asked(_lines, str(blobs.path_of(sha256)), page)
    return told


def places_of(sha256: str, words: Sequence[str]) -> list[Spot]:
    """Return a box for each place of each of the words in a stored PDF. Raises UnreadableError."""
    found: list[Spot] = _asked(_places, str(blobs.path_of(sha256)), list(words))
    return found


def places_of_requester(sha256: str, identity: Identity) -> list[Spot]:
    """Return a box for each place of a stored PDF in which the requester stands."""
    told = asdict(identity) | {"days": [day.isoformat() for day in identity.days]}
    found: list[Spot] = _asked(_places_of_requester, str(blobs.path_of(sha256)), told)
    return found


def page_picture(sha256: str, page: int, boxes: Sequence[Spot] = ()) -> bytes:
    """Return one page of a stored PDF, or a picture, as a JPEG with its boxes black."""
    with TemporaryDirectory(prefix="copy-") as place:
        out = Path(place, "page")
        _asked(_picture, str(blobs.path_of(sha256)), page, list(boxes), str(out))
        return out.read_bytes()


def _asked(job: limited.Job, *args: Any) -> Any:
    try:
        return limited.once(job, *args, limits=LIMITS)
    except limited.Trouble as trouble:
        raise UnreadableError("The file cannot be read, so nothing in it can be covered.") from (
            trouble
        )


# --- Within the limited process ---


def _copy(path: str, declared: str, told: dict[str, Any], out: str) -> Iterator[Any]:
    made = for_readers(Path(path).read_bytes(), declared, _identity(told))
    if made.content is not None:
        Path(out).write_bytes(made.content)
    said = made.text.replace("\0", "")[:MOST_LETTERS]
    Path(out).with_name("text").write_text(said, encoding="utf-8", errors="ignore", newline="")
    yield {
        "content_type": made.content_type,
        "problems": [problem.plain() for problem in made.problems],
    }


def _redact(path: str, boxes: list[Spot], out: str) -> Iterator[Any]:
    content = Path(path).read_bytes()
    covers = [Box(**box) for box in boxes]
    if sniff(content) != "application/pdf":
        Path(out).write_bytes(pictures.covered(content, covers))
        yield {"proof": ""}
        return
    copy = pdf.for_readers(content, covers, also=_hiding(content))
    Path(out).write_bytes(copy)
    yield {"proof": "\f".join(look.text_of(copy))}


def _hiding(content: bytes) -> set[int]:
    """Return the pages on which something hides; a hidden layer may be on any."""
    found = look.problems(content)
    if any(problem.kind == "hidden_layers" for problem in found):
        return set(range(1, len(look.text_of(content)) + 1))
    return {p.page for p in found if p.page and p.kind in DRAWN | HIDDEN | LEAKS}


def _text(path: str, declared: str, name: str, out: str) -> Iterator[Any]:
    try:
        said = as_text(Path(path).read_bytes(), declared, name)
    except UnreadableError as error:
        yield {"trouble": str(error)}
        return
    Path(out).write_text(said.replace("\0", ""), encoding="utf-8", errors="ignore", newline="")
    yield {"trouble": ""}


def _lines(path: str, page: int) -> Iterator[Any]:
    content = Path(path).read_bytes()
    if sniff(content) != "application/pdf":
        with opened(content):
            yield {"pages": 1, "lines": []}
        return
    pages = len(look.text_of(content))
    found = places.lines(content, min(max(page, 1), pages))
    yield {"pages": pages, "lines": [{"text": text, "box": asdict(box)} for text, box in found]}


def _places(path: str, words: list[str]) -> Iterator[Any]:
    found = places.words_at(Path(path).read_bytes(), words)
    yield [asdict(box) for _, box in found]


def _places_of_requester(path: str, told: dict[str, Any]) -> Iterator[Any]:
    content, identity = Path(path).read_bytes(), _identity(told)
    pages = look.text_of(content)
    words = {word for page in pages for word in (*words_of(page, identity), *links_with_keys(page))}
    yield [asdict(box) for _, box in places.words_at(content, sorted(words))]


def _picture(path: str, page: int, boxes: list[Spot], out: str) -> Iterator[Any]:
    content = Path(path).read_bytes()
    covers = [Box(**box) for box in boxes if box["page"] == page]
    if sniff(content) == "application/pdf":
        with look.drawn(content) as document:
            shown = pdf.pictured(document[page - 1], covers, scale=1.5)
    else:
        shown = pictures.shown(content, covers).convert("RGB")
    shown.save(out, "JPEG", quality=80)
    yield {"size": shown.size}


def _identity(told: dict[str, Any]) -> Identity:
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.items()
    }
    plain["days"] = tuple(map(date.fromisoformat, told["days"]))
    return Identity(**plain)
