"""Proof that a letter was filed by hand: a receipt or a screenshot, kept byte for byte."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from django.db import transaction
from django.db.models import Max

from foia import custody
from foia.flow.compose.held import ComposeError, locked
from foia.letters.printable import one_line
from foia.models import Attachment, Message

MOST_BYTES = 25 * 1024 * 1024
MOST_PROOFS = 20
#: How files begin that a browser or a telephone makes of paper or of a screen.
KINDS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
#: Containers that name themselves a few bytes later: RIFF….WEBP, ….ftypheic.
NAMED_LATER = {
    b"WEBP": "image/webp",
    **dict.fromkeys((b"ftypheic", b"ftypheix", b"ftypmif1"), "image/heic"),
}


@dataclass(frozen=True)
class Proof:
    """A file as a person gave it."""

    name: str
    content: bytes


def prove(*, message: Message, proof: Proof, now: datetime) -> Attachment:
    """Keep a proof with a letter that was filed by hand; the same file again is kept once."""
    kind = kind_of(proof)
    with transaction.atomic():
        message = locked(message)
        if message.kind != Message.Kind.LETTER or message.at is None:
            raise ComposeError("Only a letter that was filed can be proved; record the day first.")
        reference = message.the_request.reference
        blob = custody.keep(proof.content, subject=f"{reference}/proof", now=now)
        proofs = message.attachments.filter(role=Attachment.Role.PROOF)
        same = proofs.filter(blob=blob).first()
        if same:
            return same
        if proofs.count() >= MOST_PROOFS:
            raise ComposeError(f"This letter has {MOST_PROOFS} proofs already; they are enough.")
        last = message.attachments.aggregate(last=Max("position"))["last"]
        return Attachment.objects.create(
            message=message,
            position=0 if last is None else last + 1,
            blob=blob,
            name=_name_of(proof, kind),
            content_type=kind,
            role=Attachment.Role.PROOF,
        )


def kind_of(proof: Proof) -> str:
    """Return the media type of the bytes, whatever the name says; ComposeError if it is none."""
    if len(proof.content) > MOST_BYTES:
        raise ComposeError("The proof is larger than 25 MB; give a smaller scan or picture.")
    begins = next((kind for sign, kind in KINDS.items() if proof.content.startswith(sign)), "")
    later = (proof.content[8:12], proof.content[4:12])
    kind = begins or next((NAMED_LATER[sign] for sign in later if sign in NAMED_LATER), "")
    if not kind:
        raise ComposeError(
            f"«{one_line(proof.name)[:80]}» is no PDF and no picture; give a PDF, JPEG, PNG, WebP"
            " or HEIC file."
        )
    return kind


def _name_of(proof: Proof, kind: str) -> str:
    """Return the file's own name without its folders, or one made of its kind."""
    name = PurePosixPath(one_line(proof.name).replace("\\", "/")).name
    return name[-200:] or f"proof.{kind.rpartition('/')[2]}"
