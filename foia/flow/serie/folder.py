"""Writes a series as a folder: the referral, the table, the evidence, what every body is told."""

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from foia import docket
from foia.flow.serie.gather import Gathered
from foia.flow.serie.standing import CODE, day_of
from foia.gateways import bag, blobs
from foia.letters.docx import to_docx
from foia.letters.letter import Addressee, Letter
from foia.letters.pdf import to_pdf
from foia.letters.pile import pile_pdf
from foia.letters.serie import SerieError, head, rows
from foia.letters.serie_letters import NOT_REVIEWED, information, referral
from foia.letters.sheet import to_csv, to_xlsx
from foia.letters.text import to_text
from foia.models import DocketEntry, Message, RecordsRequest
from jurisdictions import load_pack
from jurisdictions.events import REFUSALS

WIDTHS = (5, 45, 45, 18, 14, 70, 16)
#: What shows that a body was asked, when, and what it said.
EVIDENCE = frozenset({"sent", "received", "acknowledged"}) | REFUSALS


def write(
    *, gathered: Gathered, commission: Sequence[str], folder: Path, now: datetime
) -> tuple[str, ...]:
    """Write the series as a BagIt bag, whole or not at all; return what is missing in it, in words.

    `commission`: the lines of the CADA's postal address, if any. Nothing is sent by this.
    """
    if folder.exists():
        raise SerieError(f"{folder} exists already; name a folder that does not.")
    series = gathered.series
    facts = {
        "Source-Organization": "Open Shutter",
        "External-Identifier": series.lead,
        "Bagging-Date": day_of(now).isoformat(),
        "External-Description": f"Série CADA, {len(series.demands)} demandes",
    }
    missing: list[str] = []

    def fill(payload: Path) -> None:
        _letters(payload, gathered, commission, now)
        for number, request in enumerate(gathered.requests, start=1):
            place = payload / "3-pieces" / f"{number:02d}-{request.reference}"
            missing.extend(_evidence(place, request))
        notes = "".join(f"- {note}\n" for note in (*gathered.notes, *missing, NOT_REVIEWED))
        (payload / "0-notes.txt").write_text(notes, encoding="utf-8")

    try:
        bag.write(folder, fill, facts)
    except OSError as error:
        raise SerieError(f"{folder} could not be written ({error.strerror or error}).") from error
    return tuple(missing)


def zipped(*, gathered: Gathered, commission: Sequence[str], now: datetime) -> bytes:
    """Return the same folder as one zip file, for a browser."""
    with TemporaryDirectory() as place:
        folder = Path(place, f"serie-{gathered.series.lead}")
        write(gathered=gathered, commission=commission, folder=folder, now=now)
        packed = shutil.make_archive(str(folder), "zip", place, folder.name)
        return Path(packed).read_bytes()


def _letters(payload: Path, gathered: Gathered, commission: Sequence[str], now: datetime) -> None:
    series, pack, on = gathered.series, load_pack(CODE), day_of(now)
    body = next(appeal.body["fr"] for appeal in pack.statute_on(on).appeals)
    to = Addressee(name=body, address_lines=tuple(commission))
    _draw(payload / "1-saisine", "saisine", referral(series, pack=pack, on=on, commission=to))
    table = list(rows(series, pack, on))
    (payload / "2-administrations.xlsx").write_bytes(to_xlsx(head(), table, WIDTHS))
    (payload / "2-administrations.csv").write_bytes(to_csv(head(), table))
    for number, demand in enumerate(series.demands, start=1):
        name = f"{number:02d}-{demand.reference}"
        told = information(series, demand, pack=pack, on=on)
        _draw(payload / "4-informations", name, told)
    drawn = sorted((payload / "4-informations").glob("*.pdf"))
    with (payload / "4-informations.pdf").open("wb") as pile:
        title = f"Information des administrations, {series.lead}"
        pile_pdf(((path.stem, path.read_bytes()) for path in drawn), pile, title=title)


def _draw(folder: Path, name: str, letter: Letter) -> None:
    """Write a letter in the three forms in which it can be sent."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(to_text(letter), encoding="utf-8")
    (folder / f"{name}.docx").write_bytes(to_docx(letter))
    (folder / f"{name}.pdf").write_bytes(to_pdf(letter))


def _evidence(folder: Path, request: RecordsRequest) -> list[str]:
    """Write what proves request and refusal; return a sentence for each entry without a copy."""
    folder.mkdir(parents=True)
    entries = [entry for entry in docket.standing(request) if entry.kind in EVIDENCE]
    for number, entry in enumerate(entries, start=1):
        if entry.message:
            _copy(folder / f"{number}-{entry.kind}", entry.message)
    return [_wanted(folder, request, entry) for entry in entries if _is_wanted(entry)]


def _is_wanted(entry: DocketEntry) -> bool:
    return entry.message is None and (entry.kind == "sent" or entry.kind in REFUSALS)


def _wanted(folder: Path, request: RecordsRequest, entry: DocketEntry) -> str:
    return (
        f"{request.reference}: no copy is on file of what the docket calls {entry.kind!r} on"
        f" {day_of(entry.at)}; enclose your own ({folder.name})."
    )


def _copy(folder: Path, message: Message) -> None:
    """Write a message as it was sent or came, with its files."""
    folder.mkdir()
    if message.raw_id:
        (folder / "mail.eml").write_bytes(blobs.read(message.raw_id))
    (folder / "text.txt").write_text(message.body_text, encoding="utf-8")
    for attachment in message.attachments.order_by("position"):
        path = folder / f"{attachment.position:02d}-{bag.file_name(attachment.name)}"
        path.write_bytes(blobs.read(attachment.blob_id))
