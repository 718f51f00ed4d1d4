"""Own words: checked when they are kept, copied when they are chosen; a way back to the catalogue.

A letter carries a copy of the words as they stood when they were chosen. Changing or removing them
later changes no draft and no approved letter.
"""

from datetime import datetime

from django.db import transaction

from foia import drafts
from foia.flow.compose.held import ComposeError, locked, must_be_draft
from foia.letters.compose import default_ask, letter_language
from foia.letters.own_checks import Written, troubles
from foia.letters.printable import one_line, printable
from foia.models import Message, OwnWords, Team, User
from jurisdictions import load_pack

#: So many asks, frames and signatures one person may keep.
MOST_KEPT = 200


def keep(
    *, owner: User, written: Written, now: datetime, replaces: OwnWords | None = None
) -> OwnWords:
    """Keep own words under their name; `replaces` are those that were edited.

    Raises ComposeError with every trouble that `own_checks` finds, or if the name is taken.
    """
    found = troubles(written)
    if found:
        raise ComposeError(" ".join(trouble.sentence for trouble in found))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        row = replaces or OwnWords(owner=owner, kind=written.kind)
        row.name = one_line(written.name)
        _must_have_room(row)
        row.language = written.language
        row.category = written.category
        row.opening = printable(written.opening).strip()
        row.closing = printable(written.closing).strip()
        row.text = printable(written.text).strip()
        row.saved_at = now
        row.save()
        return row


def share(*, words: OwnWords, team: Team | None) -> None:
    """Let the members of a team choose these words too, or nobody but their owner."""
    words.team = team
    words.save(update_fields=["team"])


def back_to_catalogue(*, message: Message, category: str) -> None:
    """Have one item of a request ask in the catalogue's words again."""
    with transaction.atomic():
        message = locked(message)
        must_be_draft(message)
        request = message.the_request
        if message.step != drafts.FIRST or category not in {row["category"] for row in request.ask}:
            raise ComposeError(
                "This letter has no such item from the catalogue; read it again, and choose one."
            )
        language = letter_language(load_pack(request.jurisdiction_code), request.language)
        (item,) = default_ask(request.technology, [category], language)
        request.ask = [
            {"category": category, "text": item.text} if row["category"] == category else row
            for row in request.ask
        ]
        request.save(update_fields=["ask"])


def _must_have_room(row: OwnWords) -> None:
    """Refuse a second one of the same name, and endless lists."""
    others = OwnWords.objects.of(row.owner_id).exclude(pk=row.pk)
    if others.filter(kind=row.kind, name=row.name).exists():
        raise ComposeError(
            f"«{row.name}» is kept already; give these words another name, or change the old ones."
        )
    if row.pk is None and others.count() >= MOST_KEPT:
        raise ComposeError(f"You keep {MOST_KEPT} texts already; remove one, then keep this.")
