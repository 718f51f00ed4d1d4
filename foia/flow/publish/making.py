"""Makes one copy for readers, from the kept bytes, and says what was found."""

from datetime import datetime

from foia import custody
from foia.flow.publish.identities import identity_of, quoted
from foia.gateways.blobs import BlobError
from foia.gateways.cleaned.for_readers import CHECKS, Copy, blocking
from foia.gateways.cleaned.jobs import copy_of
from foia.gateways.inspect.problem import LEAKS, Problem
from foia.letters.blackout import Identity, blacked_out, spots
from foia.models import Attachment, Derivative, PublicCopy
from foia.models.message import Message

State, Decision = PublicCopy.State, PublicCopy.Decision
MAKER = f"open-shutter checks {CHECKS}"


def make(copy: PublicCopy, *, now: datetime) -> None:
    """Check one item and make its copy, or say why it stays private."""
    copy.made_by_version, copy.made_at = CHECKS, now
    if copy.attachment is None:
        _make_text(copy, copy.message)
    else:
        _make_file(copy, copy.attachment, now)
    copy.save()


def give_up(copy: PublicCopy, now: datetime) -> None:
    """Keep private what the checks broke on."""
    copy.made_by_version, copy.made_at, copy.state = CHECKS, now, State.KEPT
    copy.blob, copy.text, copy.subject = None, "", ""
    copy.problems = [Problem("unreadable").plain()]
    copy.save()


def _make_text(copy: PublicCopy, message: Message) -> None:
    """Black the requester out of a message's subject and text; then look whether it worked."""
    request, is_named = message.the_request, copy.publication.is_requester_named
    identity = identity_of(request, is_named=is_named)
    copy.subject = quoted(message.subject, identity)
    copy.text = quoted(message.body_text, identity)
    left = spots(copy.subject, identity) or spots(copy.text, identity)
    copy.problems = [Problem("requester").plain()] if left else []
    copy.state = _state(copy, [Problem("requester")] if left else [])
    if copy.state != State.SHOWN:
        copy.subject = copy.text = ""


def _make_file(copy: PublicCopy, attachment: Attachment, now: datetime) -> None:
    """Make the copy of a file, or of its redacted copy where a person made one."""
    is_named = copy.publication.is_requester_named
    identity = identity_of(copy.message.the_request, is_named=is_named)
    redacted = attachment.redacted_copies.filter(is_current=True).first()
    source = redacted.blob_id if redacted else attachment.blob_id
    try:
        made = copy_of(source, "" if redacted else attachment.content_type, identity)
    except BlobError:
        made = Copy(None, "", (Problem("unreadable"),))
    copy.problems = [problem.plain() for problem in made.problems]
    copy.state = _state(copy, blocking(made.problems))
    copy.content_type, copy.blob = made.content_type, None
    copy.name = _name(attachment, identity)
    if copy.state in (State.SHOWN, State.TO_LOOK_AT) and made.content is not None:
        copy.blob = custody.keep(
            made.content, subject=f"public copy of {attachment.blob_id[:12]}", now=now
        )
        Derivative.objects.get_or_create(
            original_id=attachment.blob_id,
            derived=copy.blob,
            role=Derivative.Role.CLEANED,
            page=0,
            defaults={"maker": MAKER, "made_at": now},
        )


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


def _name(attachment: Attachment, identity: Identity) -> str:
    """Return the file's name; one that names the requester is replaced by its number."""
    if blacked_out(attachment.name, identity) == attachment.name:
        return attachment.name
    _, dot, ending = attachment.name.rpartition(".")
    kept = ending if dot and len(ending) <= 5 and ending.isalnum() else "bin"
    return f"file-{attachment.position + 1}.{kept}"
