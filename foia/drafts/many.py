"""The first letters of a campaign: what letters of one law, day and channel share is composed once.

Each is exactly what `drafts.preview` gives for its body; the first of each kind is compared, and
where they differ every letter of that kind is composed by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from foia import drafts
from foia.drafts.asked import Asked, Body
from foia.drafts.blanks import Blanks
from foia.drafts.campaign_identity import identity_for
from foia.drafts.campaign_words import ask_for, fields_of, own_for, request_like, title_of
from foia.drafts.marks import Marks, new_marks
from foia.drafts.plan import FIRST, Where
from foia.drafts.sender import sent_by
from foia.letters.compose import letter_language
from foia.letters.gates import placeholder_in
from foia.letters.letter import Letter
from foia.letters.pattern import Pattern
from foia.mail import reply_address
from foia.models import Agency, Campaign, CampaignFile, Channel, Message
from jurisdictions import load_pack

__all__ = ["Asked", "Body", "Marks", "Said", "Where", "Writer", "new_marks"]


@dataclass(frozen=True)
class Said:
    """What one letter says, and what its request asks for."""

    language: str
    ask: list[dict[str, str]]
    own: dict[str, str]
    subject: str
    text: str
    expected_on: date | None
    problems: tuple[str, ...]


@dataclass(frozen=True)
class _Shape:
    """What all letters of one kind share; without a pattern each is composed by itself."""

    said: Said
    pattern: Pattern | None
    has_fields: bool


class Writer:
    """Writes the first letters of one campaign; `enclosed` are the files that go with each."""

    def __init__(self, campaign: Campaign, *, enclosed: Sequence[CampaignFile] = ()) -> None:
        self.campaign = campaign
        self.enclosed = enclosed
        self._sums = [file.blob_id for file in enclosed]
        self._shapes: dict[tuple[object, ...], _Shape] = {}
        self._blanks = Blanks()
        self._digested = Message()

    def write(self, asked: Asked, marks: Marks) -> Said:
        """Return what the letter to one body says, or raise the DomainError that says why none."""
        shape = self._shape_of(asked, marks)
        if shape.pattern is None:
            return self._composed(asked, marks)[0]
        return _filled(shape, shape.pattern, self._blanks.values(asked, marks))

    def title(self, language: str, name: str) -> str:
        """Return what a request to the body of that name is called."""
        return title_of(self.campaign.technology, language, name)

    def sender(self, reply_to: str) -> str:
        """Return whom a letter is from."""
        return sent_by(self.campaign.signed_name, reply_to)

    def reply_to(self, marks: Marks) -> str:
        """Return the address at which the answers arrive."""
        return reply_address.make(marks.reply_token, settings.REPLY_DOMAIN)

    def digest(self, said: Said, recipient: str, reply_to: str) -> str:
        """Return the SHA-256 of what a person approves."""
        one = self._digested
        one.recipient, one.reply_to = recipient, reply_to
        one.subject, one.body_text = said.subject, said.text
        return one.content_digest(self._sums)

    def _shape_of(self, asked: Asked, marks: Marks) -> _Shape:
        kind = asked.kind
        shape = self._shapes.get(kind)
        if shape is None:
            shape = self._shapes[kind] = self._new_shape(asked, marks)
        return shape

    def _new_shape(self, asked: Asked, marks: Marks) -> _Shape:
        """Compose with blanks, and once for this body itself; if they differ, nothing is shared.

        A letter by post shows the lines of its address, which are as many as they are.
        """
        blanks = self._blanks
        blank, letter = self._composed(blanks.asked(asked), blanks.marks)
        pattern = Pattern(letter, blanks.words(asked.fields), as_long=blanks.marks[:2])
        has_fields = bool(fields_of(self.campaign, blank.language))
        shape = _Shape(blank, pattern, has_fields)
        filled = _filled(shape, pattern, blanks.values(asked, marks))
        is_same = filled == self._composed(asked, marks)[0]
        is_shared = is_same and asked.where.channel != Channel.POST
        return shape if is_shared else replace(shape, pattern=None)

    def _composed(self, asked: Asked, marks: Marks) -> tuple[Said, Letter]:
        """Compose one letter by itself, as its preview would."""
        message = self._message(asked, marks)
        shown = drafts.preview(message=message, now=asked.at)
        ask = message.the_request.ask
        said = Said(
            language=message.language,
            ask=ask,
            own=message.own,
            subject=shown.letter.subject,
            text=shown.text,
            expected_on=shown.expected.due_on if shown.expected else None,
            problems=(*shown.problems, *_unfilled(ask)),
        )
        return said, shown.letter

    def _message(self, asked: Asked, marks: Marks) -> Message:
        """Return the rows of one letter, unsaved."""
        pack = load_pack(asked.body.code)
        language = letter_language(pack, None)
        request = request_like(self.campaign)
        request.reference, request.reply_token = marks.reference, marks.reply_token
        request.agency = Agency(
            name=asked.body.name, records_office=asked.body.office, jurisdiction_code=pack.code
        )
        request.jurisdiction_code, request.language = pack.code, language
        request.identity = identity_for(self.campaign, pack.code)
        request.ask = ask_for(self.campaign, language, asked.fields)
        return Message(
            request=request,
            step=FIRST,
            language=language,
            own=own_for(self.campaign, language, asked.fields),
            recipient=asked.where.recipient,
            channel=asked.where.channel,
        )


def _filled(shape: _Shape, pattern: Pattern, values: dict[str, str]) -> Said:
    """Fill the blanks; the words of an opening stay a template, so a dollar in them is doubled."""
    said = shape.said
    ask, own, problems = said.ask, said.own, said.problems
    if shape.has_fields:
        fill = pattern.filler(values)
        again = pattern.filler({blank: v.replace("$", "$$") for blank, v in values.items()})
        ask = [{"category": row["category"], "text": fill(row["text"])} for row in ask]
        own = {name: again(text) for name, text in own.items()}
        problems = (*problems, *_unfilled(ask))
    return Said(
        language=said.language,
        ask=ask,
        own=own,
        subject=pattern.subject(values),
        text=pattern.text(values),
        expected_on=said.expected_on,
        problems=problems,
    )


def _unfilled(ask: list[dict[str, str]]) -> tuple[str, ...]:
    """Say which items look unfilled now that the fields of a body stand in them."""
    found = [(row["text"], placeholder_in(row["text"])) for row in ask]
    return tuple(f"{text[:60]!r} has {stray!r} in it; mend it." for text, stray in found if stray)
