"""The history of dossiers: every act of a person is noted with the dossier, once and for good."""

from collections.abc import Sequence
from datetime import datetime

from foia.models import (
    System,
    SystemAct,
    SystemAnswer,
    SystemBody,
    SystemDocument,
    SystemFact,
    SystemVendor,
    User,
)

Part = SystemVendor | SystemBody | SystemFact | SystemDocument | SystemAnswer
Change = tuple[str, str, str]
LISTS: dict[type[Part], str] = {
    SystemVendor: "vendors",
    SystemBody: "bodies",
    SystemFact: "facts",
    SystemDocument: "documents",
    SystemAnswer: "answers",
}
#: What says when a dossier was changed, and by whom, is no change of what it says.
NOT_SAID = ("edited_by", "edited_at")


def note(
    act: SystemAct.Act,
    system: System,
    part: Part | None = None,
    *,
    by: User,
    now: datetime,
    changes: Sequence[Change] = (),
) -> None:
    """Note what somebody did to a dossier, or to one of its statements, and that they did."""
    SystemAct.objects.create(
        system=system,
        act=act,
        part=LISTS[type(part)] if part else "",
        about=str(part or system)[:300],
        changes=list(changes),
        by=by,
        at=now,
    )
    system.edited_by, system.edited_at = by, now
    system.save(update_fields=["edited_by", "edited_at"])


def changes_of(before: System | Part, after: System | Part) -> list[Change]:
    """Return which fields of a row say something else than before: name, was, is."""
    rows = (
        (field.name, _plain(getattr(before, field.name)), _plain(getattr(after, field.name)))
        for field in before._meta.concrete_fields
        if field.name not in NOT_SAID
    )
    return [(name, was, is_now) for name, was, is_now in rows if was != is_now]


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
