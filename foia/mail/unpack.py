"""Files that hold files: ZIPs, winmail.dat, mails and Outlook messages within a mail.

Each file within is given beside the one that holds it, which stays as it came. Limits of depth,
number and size are those of the whole mail.
"""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from foia.mail import file_types, outlook, tnef, zipped
from foia.mail.parsed import ParsedAttachment, ParsedMail
from foia.mail.zipped import Budget

MOST_DEPTH = 3
Held = TypeVar("Held", tnef.PackedFile, ParsedAttachment)
_MAIL = ("message/rfc822", "message/global")


def with_contents(
    attachments: Sequence[ParsedAttachment],
    parse: Callable[[bytes], ParsedMail],
    troubles: list[str],
    *,
    closed: Container[int] = (),
) -> tuple[ParsedAttachment, ...]:
    """Return the files of a mail, each followed by what it holds.

    `parse` reads a mail within without opening its files, which is done here; `closed` are the
    places of files that are not opened, such as our own letter in a bounce. Never raises.
    """
    walk = _Walk(parse, troubles)
    found: list[ParsedAttachment] = []
    for place, part in enumerate(attachments):
        found += [part] if place in closed else walk.opened(part, depth=0)
    return tuple(found)


class _Walk:
    """One walk through the files of one mail."""

    def __init__(self, parse: Callable[[bytes], ParsedMail], troubles: list[str]) -> None:
        self.parse, self.troubles = parse, troubles
        self.budget = Budget()

    def opened(self, part: ParsedAttachment, *, depth: int) -> Iterator[ParsedAttachment]:
        """Yield a file and all that it holds."""
        yield part
        if not holds_files(part):
            return
        if depth >= MOST_DEPTH:
            self.troubles.append(f"{part.name!r} lies too deep in other files to be opened.")
            return
        for inner in self._within(part):
            yield from self.opened(inner, depth=depth + 1)

    def _within(self, part: ParsedAttachment) -> list[ParsedAttachment]:
        if part.sniffed_type == "application/zip":
            files, troubles = zipped.unzip(part.content, part.name, self.budget)
            self.troubles += troubles
            return [_made(file, part, number) for number, file in enumerate(files, start=1)]
        if part.sniffed_type == "application/vnd.ms-tnef":
            packed = tnef.unpack(part.content)
            if not packed.is_whole:
                self.troubles.append(f"{part.name!r} is damaged; what could be read is kept.")
            files = self._within_budget(packed.files, part.name)
            return [_made(file, part, number) for number, file in enumerate(files, start=1)]
        mail = self.parse(part.content)
        self.troubles += mail.troubles
        held = [each for each in mail.attachments if not each.is_inline]
        held = self._within_budget(held, part.name)
        return [replace(each, within=part.name) for each in held]

    def _within_budget(self, files: list[Held], name: str) -> list[Held]:
        kept = files[: max(0, self.budget.files)]
        self.budget.files -= len(files)
        if len(kept) < len(files):
            self.troubles.append(f"{name!r} holds more files than are taken out of one mail.")
        return kept


def holds_files(part: ParsedAttachment) -> bool:
    """Say whether a file can be opened here."""
    if part.sniffed_type in ("application/zip", "application/vnd.ms-tnef"):
        return True
    is_outlook = part.sniffed_type == "application/x-ole-storage"
    return part.content_type in _MAIL or (is_outlook and outlook.is_outlook(part.content))


def _made(file: tnef.PackedFile, part: ParsedAttachment, number: int) -> ParsedAttachment:
    sniffed = file_types.sniff(file.content)
    name = file_types.safe_name(
        file.name, content_type=file.content_type, sniffed_type=sniffed, number=number
    )
    return ParsedAttachment(
        name=name,
        declared_name=file.name,
        content_type=file.content_type,
        sniffed_type=sniffed,
        content=file.content,
        content_id=file.content_id,
        within=part.name,
    )
