"""Makes one copy for readers, from the kept bytes, and says what was found."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from foia import custody, rows
from foia.flow.publish.identities import identity_of, is_forgotten, quoted
from foia.gateways.blobs import BlobError
from foia.gateways.cleaned.for_readers import CHECKS, Copy, blocking
from foia.gateways.cleaned.jobs import copy_of
from foia.gateways.inspect.problem import LEAKS, Problem
from foia.letters.blackout import Identity, spots
from foia.models import Attachment, Derivative, DocumentText, PublicCopy

logger = logging.getLogger(__name__)
State, Decision = PublicCopy.State, PublicCopy.Decision
MAKER = f"open-shutter checks {CHECKS}"


@dataclass(frozen=True)
class Looked:
    """What was found in one item, and what readers would get of it.

    `source`: the SHA-256 of the bytes looked into, "" for a text.
    """

    problems: tuple[Problem, ...]
    source: str = ""
    is_named: bool = False
    subject: str = ""
    text: str = ""
    name: str = ""
    content: bytes | None = None
    content_type: str = ""


def make(copy: PublicCopy, *, now: datetime) -> bool:
    """Check one item and make its copy, or say why it stays private; say whether it was still due.

    The look may take minutes and holds nothing; what it found is written only if the item is still
    as it was looked at.
    """
    try:
        looked = _look(copy)
    except rows.AWAY:
        raise
    except Exception:
        logger.exception("Public copy %s cannot be made", copy.pk)
        looked = Looked(
            (Problem("unreadable"),), _source(copy), copy.publication.is_requester_named
        )
    with transaction.atomic():
        waiting = PublicCopy.objects.to_make(CHECKS).select_related("publication", "attachment")
        row = waiting.select_for_update(of=("self",)).filter(pk=copy.pk).first()
        if row is None or (looked.source, looked.is_named) != (
            _source(row),
            row.publication.is_requester_named,
        ):
            return False
        _write(row, looked, now)
    return True


def _look(copy: PublicCopy) -> Looked:
    is_named = copy.publication.is_requester_named
    if is_forgotten(copy.message.the_request):
        return Looked((Problem("requester"),), _source(copy), is_named)
    identity = identity_of(copy.message.the_request, is_named=is_named)
    if copy.attachment is None:
        return _look_at_text(copy, identity, is_named)
    return _look_at_file(copy.attachment, _source(copy), identity, is_named)


def _look_at_text(copy: PublicCopy, identity: Identity, is_named: bool) -> Looked:
    """Black the requester out of a message's subject and text; then look whether it worked."""
    subject = quoted(copy.message.subject, identity)
    text = quoted(copy.message.body_text, identity)
    left = spots(subject, identity) or spots(text, identity)
    problems = (Problem("requester"),) if left else ()
    return Looked(problems, is_named=is_named, subject=subject, text=text)


def _look_at_file(
    attachment: Attachment, source: str, identity: Identity, is_named: bool
) -> Looked:
    """Look into a file, or into its redacted copy where a person made one."""
    document = attachment.document
    if document is not None and document.scan == DocumentText.Scan.INFECTED:
        return Looked((Problem("infected"),), source, is_named, name=_name(attachment, identity))
    declared = attachment.content_type if source == attachment.blob_id else "text/plain"
    try:
        made = copy_of(source, declared, identity)
    except BlobError:
        made = Copy(None, "", (Problem("unreadable"),))
    return Looked(
        made.problems,
        source,
        is_named,
        name=_named_as(_name(attachment, identity), made.content_type),
        content=made.content,
        content_type=made.content_type,
        text=made.text,
    )


def _source(copy: PublicCopy) -> str:
    """Return which bytes the copy is made from: a person's redacted copy, or the original."""
    if copy.attachment is None:
        return ""
    redacted = copy.attachment.redacted_copies.filter(is_current=True).first()
    return redacted.blob_id if redacted else copy.attachment.blob_id


def _write(row: PublicCopy, looked: Looked, now: datetime) -> None:
    row.made_by_version, row.made_at = CHECKS, now
    row.problems = [problem.plain() for problem in looked.problems]
    row.state = _state(row, blocking(looked.problems))
    row.name, row.content_type, row.blob = looked.name, looked.content_type, None
    may_be_shown = row.state in (State.SHOWN, State.TO_LOOK_AT)
    row.subject, row.text = (looked.subject, looked.text) if may_be_shown else ("", "")
    row.is_indexed = False
    if looked.content is not None and may_be_shown:
        kept = f"public copy of {looked.source[:12]}"
        row.blob = custody.keep(looked.content, subject=kept, now=now)
        Derivative.objects.get_or_create(
            original_id=looked.source,
            derived=row.blob,
            role=Derivative.Role.CLEANED,
            page=0,
            defaults={"maker": MAKER, "made_at": now},
        )
    row.save()


def _state(copy: PublicCopy, found: list[Problem]) -> PublicCopy.State:
    """Return what becomes of a copy in which this was found."""
    kinds = {problem.kind for problem in found}
    if kinds & LEAKS:
        return State.QUARANTINED
    if copy.decision == Decision.PRIVATE or kinds - {"pictures_only"}:
        return State.KEPT
    if kinds and copy.decision != Decision.LOOKED:
        return State.TO_LOOK_AT
    return State.SHOWN


def _named_as(name: str, content_type: str) -> str:
    """Return a name that says what the copy is, where it is the text of a file of another kind."""
    is_text = content_type == "text/plain" and not name.lower().endswith((".txt", ".text", ".log"))
    return f"{name}.txt" if is_text else name


def _name(attachment: Attachment, identity: Identity) -> str:
    """Return the file's name; one that names the requester is replaced by its number."""
    is_free = not any(spots(name, identity) for name in (attachment.name, attachment.name.upper()))
    if is_free:
        return attachment.name
    _, dot, ending = attachment.name.rpartition(".")
    kept = ending if dot and len(ending) <= 5 and ending.isalnum() else "bin"
    return f"file-{attachment.position + 1}.{kept}"
