"""What a message can be, and what a reading of it holds: plain values."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class MessageKind(StrEnum):
    """The kinds of message a public body, its machines or a regulator send."""

    AUTO_REPLY = "auto_reply"
    ACKNOWLEDGMENT = "acknowledgment"
    # British spelling of the same member, for those who write it so.
    ACKNOWLEDGEMENT = "acknowledgment"
    CLARIFICATION_NEEDED = "clarification_needed"
    IDENTITY_OR_RESIDENCY = "identity_or_residency"
    FEE_ESTIMATE = "fee_estimate"
    FEE_WAIVER_GRANTED = "fee_waiver_granted"
    FEE_WAIVER_REFUSED = "fee_waiver_refused"
    TRANSFERRED = "transferred"
    EXTENSION = "extension"
    INTERIM = "interim"
    RECORDS_FULL = "records_full"
    RECORDS_PARTIAL = "records_partial"
    COVER_LETTER = "cover_letter"
    REFUSED_EXEMPTION = "refused_exemption"
    REFUSED_BURDEN = "refused_burden"
    NEITHER_CONFIRM_NOR_DENY = "neither_confirm_nor_deny"
    NO_RECORDS = "no_records"
    ALREADY_PUBLIC = "already_public"
    APPEAL_ACK = "appeal_ack"
    APPEAL_WON = "appeal_won"
    APPEAL_LOST = "appeal_lost"
    REGULATOR_OPINION = "regulator_opinion"
    PORTAL_NOTICE = "portal_notice"
    BOUNCE = "bounce"
    NOT_ABOUT_US = "not_about_us"
    UNKNOWN = "unknown"


class ItemState(StrEnum):
    """What a message says of one thing that was asked for; the words of the findings table."""

    CONFIRMED_ABSENT = "confirmed_absent"
    OBTAINED = "obtained"
    WITHHELD = "withheld"
    PUBLISHED = "published"
    PARTLY = "partly"


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One thing that was asked for, by its number in the letter."""

    number: int
    category: str
    label: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Exact words of a mail and what they say.

    `where` is "subject", "body", "header" or "document"; `start` and `end` are offsets in the
    mail's subject or text, in a header's value or in a page's text. `kind` is what the words speak
    for, `weight` how much. `document` and `page` say where, as `Page` does.
    """

    quote: str
    where: str
    start: int
    end: int
    says: str
    kind: MessageKind
    weight: float
    document: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page, from 1, of an attached document; `document` is whatever names that."""

    document: int
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """What the mail says of one thing that was asked for, in the sentence it says it with.

    `exemptions` are the sections that sentence cites, `url` the address it gives.
    """

    number: int
    category: str
    state: ItemState
    quote: str
    exemptions: tuple[str, ...] = ()
    url: str = ""
    document: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Dates, numbers and names that stand in the mail; None and () where none do.

    `extension_unit` is business_days, calendar_days, days, weeks or months. `exemptions` are the
    sections cited where something is refused, `citations` all sections, both as written. `whole`
    is what it says of the request as a whole, None where it speaks of single things only.
    """

    extended_until: date | None = None
    extension_days: int | None = None
    extension_unit: str | None = None
    fee: str | None = None
    body_reference: str | None = None
    exemptions: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    item_findings: tuple[ItemFinding, ...] = ()
    whole: ItemFinding | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mail seems to be, the words it rests on, and how far that can be trusted.

    Only a reading that `is_sure` may be acted on without a person. `troubles` says what stayed
    open: an ambiguous date, a contradiction, a language that cannot be read. `likely` are the kinds
    to offer to a person, the likeliest first.
    """

    kind: MessageKind
    confidence: float
    is_sure: bool
    evidence: tuple[Evidence, ...] = ()
    found: Found = field(default_factory=Found)
    troubles: tuple[str, ...] = ()
    likely: tuple[MessageKind, ...] = ()


#: Mail of these kinds is written by machines: it answers nothing, and proves nothing.
MACHINE_WRITTEN = (MessageKind.BOUNCE, MessageKind.AUTO_REPLY)
