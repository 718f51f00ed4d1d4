"""The values of a letter: who asks whom for what, and the composed letter that is drawn."""

from datetime import date

import msgspec


class AskItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One numbered record item. `category` is a catalogue id, or empty for a person's own item."""

    category: str
    text: str


class Details(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What only some laws want to know of the requester; a letter states it only under these.

    `standing` is the id of how the person is entitled to ask, see `requirements.toml`.
    """

    telephone: str = ""
    born_on: date | None = None
    document: str = ""
    citizenship: str = ""
    purpose: str = ""
    standing: str = ""


class Requester(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The person in whose name the letter goes out. None means: not stated, so nothing is said."""

    name: str
    email: str = ""
    postal_address: str = ""
    organization: str = ""
    is_commercial: bool | None = None
    details: Details = Details()


class Circumstances(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What happened since the request: the days and words that a later letter speaks of.

    `asked_on`: the body's question or fee demand; `extended_on` and `until`: its extension,
    `is_late` if that came after the time had ended; `decided_on`: its refusal, None for silence.
    `cited` are the provisions it relied on, in its own words, `grounds` what they protect (see
    `outline`), and `explanation` the requester's own text. `remedy` is where the step stands that
    an appeal takes, if it is not the law's first. Of the review that came before a complaint:
    `review_asked_on`, `review_decided_on` (None for silence), and if that decision was due by a
    day that has passed, `review_due_on` under `review_cite`.
    """

    sent_on: date | None = None
    reminded_on: date | None = None
    asked_on: date | None = None
    extended_on: date | None = None
    until: date | None = None
    is_late: bool = False
    decided_on: date | None = None
    amount: str = ""
    explanation: str = ""
    cited: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    remedy: str = ""
    review_asked_on: date | None = None
    review_decided_on: date | None = None
    review_due_on: date | None = None
    review_cite: str = ""


class Addressee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The public body, as it stands on the envelope."""

    name: str
    department: str = ""
    address_lines: tuple[str, ...] = ()
    email: str = ""


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A heading inside the letter."""

    text: str


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """A paragraph of running text; line breaks in it are kept."""

    text: str


class NumberedItem(msgspec.Struct, frozen=True, tag="item"):
    """One of the records asked for; `label` leads in, or is empty."""

    number: int
    label: str
    text: str


class Table(msgspec.Struct, frozen=True, tag="table"):
    """Rows under a head that is repeated on every page; `shares` are the columns' widths.

    Every row has as many cells as the head and `shares`; a line break in a cell is kept.
    """

    head: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


class Enclosed(msgspec.Struct, frozen=True, tag="enclosed"):
    """Something that goes with the letter, word for word, on pages of its own."""

    title: str
    text: str


Block = Heading | Paragraph | NumberedItem
AnnexBlock = Heading | Paragraph | Table | Enclosed


class Letter(msgspec.Struct, frozen=True):
    """A letter as composed, before it is drawn.

    `title` stands at its head, `subject` on the mail and in the document's properties. `notes` are
    sentences for the screen, never for the letter. `country` (ISO 3166-1) decides paper and
    envelope window. `annex` begins on a page of its own after the signature.
    """

    kind: str
    language: str
    country: str
    subject: str
    title: str
    sender_block: tuple[str, ...]
    addressee_block: tuple[str, ...]
    date_line: str
    salutation: str
    blocks: tuple[Block, ...]
    closing: str
    sign_off: str
    signature: tuple[str, ...]
    written_on: date
    annex: tuple[AnnexBlock, ...] = ()
    facts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    statute_version: str = ""
    expected_due_on: date | None = None
    is_fallback_language: bool = False
