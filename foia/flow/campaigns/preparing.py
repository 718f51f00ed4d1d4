"""Preparing: the letters of a wave are written a chunk at a time, in one transaction each.

The cursor moves in the transaction that writes the letters, so that a process may end anywhere and
the next one goes on. A body whose letter cannot be written is held back alone, with the reason.
"""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime

from foia import rows
from foia.drafts.marks import new_marks
from foia.drafts.plan import FIRST
from foia.flow.campaigns.addressing import HeldBack, Work, addressed
from foia.flow.campaigns.bodies import Entry, Keys, next_of
from foia.flow.campaigns.following import followed_up, requests_of, typed_before
from foia.flow.campaigns.held import note_act
from foia.flow.campaigns.letters import Prepared, Standing, keep, standing_of
from foia.models import Message, Wave, WaveBody
from foia.models.many import update_each
from jurisdictions import DomainError

logger = logging.getLogger(__name__)
#: So many letters are written in one transaction.
CHUNK = 500


def prepare_next(wave: Wave, work: Work, *, now: datetime) -> int:
    """Write the letters of the next bodies of a locked wave; return how many bodies were looked at.

    After the last one the wave is ready to be approved; without any letter it is over.
    """
    bodies = wave.bodies.filter(pk__gt=wave.cursor)
    line, keys = next_of(bodies, wave.campaign.team_id, limit=CHUNK)
    if not line:
        _finish(wave, now)
        return 0
    letters, troubles = _written(line, keys, work)
    keep(wave, letters, keys, enclosed=work.writer.enclosed, now=now)
    if troubles:
        update_each(WaveBody, ["trouble"], troubles)
    wave.cursor = line[-1].pk
    wave.save(update_fields=["cursor"])
    return len(line)


def _written(
    line: Sequence[Entry], keys: Keys, work: Work
) -> tuple[list[Prepared], list[tuple[str, int]]]:
    """Return the letters, and by the key of its row why a body gets none."""
    standing = standing_of(work.wave, keys)
    requests = requests_of(work, keys) if work.wave.step != FIRST else {}
    typed = typed_before(work) if work.wave.remedy else {}
    letters: list[Prepared] = []
    troubles: list[tuple[str, int]] = []
    for entry in line:
        pk, old = entry.body.pk, standing.get(entry.body.pk)
        try:
            if old and not old.is_free:
                raise HeldBack(f"This body has this letter already: see {old.where}.")
            if work.wave.step == FIRST:
                letters.append(_first(entry, old, work))
            else:
                letters.append(followed_up(entry, requests.get(pk), old, work, typed))
        except rows.AWAY:
            raise
        except DomainError as error:
            troubles.append((str(error), entry.pk))
        except Exception:
            logger.exception("The letter to body %s could not be written", pk)
            troubles.append(("The letter could not be written; tell whoever runs this.", entry.pk))
    return letters, troubles


def _first(entry: Entry, standing: Standing | None, work: Work) -> Prepared:
    """Write the letter that opens a request, or raise the reason why there is none."""
    asked, on = addressed(entry.body, entry.contact, entry.fields, work)
    marks = standing.marks if standing else new_marks()
    said = work.writer.write(asked, marks)
    if said.problems:
        raise HeldBack(" ".join(said.problems))
    reply_to = work.writer.reply_to(marks)
    return Prepared(
        body=entry.body,
        marks=marks,
        on=on,
        sender=work.writer.sender(reply_to),
        reply_to=reply_to,
        recipient=asked.where.recipient,
        channel=asked.where.channel,
        language=said.language,
        subject=said.subject,
        text=said.text,
        digest=work.writer.digest(said, asked.where.recipient, reply_to),
        own=said.own,
        ask=said.ask,
        title=work.writer.title(said.language, entry.body.name),
        expected_on=said.expected_on,
        standing=standing,
    )


def _finish(wave: Wave, now: datetime) -> None:
    """Take the digest over all letters: it is what a person approves. Without any nothing waits."""
    wave.digest = digest_of(wave)
    has_letters = wave.messages.exists()
    wave.state = Wave.State.READY if has_letters else Wave.State.STOPPED
    wave.prepared_at = now
    wave.save(update_fields=["digest", "state", "prepared_at"])
    note_act(wave, "prepared" if has_letters else "empty", by=None, now=now)


def digest_of(wave: Wave) -> str:
    """Return the SHA-256 over the digests of a wave's letters in their order."""
    letters = wave.messages.filter(state=Message.State.DRAFT).order_by("pk")
    total = hashlib.sha256()
    for digest in letters.values_list("prepared_digest", flat=True).iterator():
        total.update(digest.encode())
    return total.hexdigest()
