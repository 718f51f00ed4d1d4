"""What a decided message teaches: for each category that was asked for, what is known now."""

from collections.abc import Mapping, Sequence
from typing import Any

from foia.learnt import FindingError, Said
from foia.mail.found import WHOLE
from foia.mail.kinds import MessageKind
from foia.models import FindingState, RecordsRequest

#: Decisions on the whole request of which single items may be told apart.
_MIXED = (MessageKind.RECORDS_PARTIAL, MessageKind.INTERIM)


def lessons(
    request: RecordsRequest,
    found: Mapping[str, Any],
    kind: str,
    *,
    was_read_as: str,
    is_by_person: bool,
) -> list[Said]:
    """Return what a message that is of `kind` says of the categories of its request.

    What it says item by item counts. Where it speaks of none, its kind does for all of them: by
    machine only if it says so of the request as a whole. `was_read_as` is the kind that `found`
    was read for; another kind, said by a person, has only the kind itself to go by.
    """
    categories = categories_of(request)
    items = found.get("items", []) if kind in (was_read_as, *_MIXED) else []
    said = {item["category"]: _said(item) for item in items if item["category"] in categories}
    if said or any(item["category"] == "" for item in items):
        return list(said.values())
    whole = found.get("whole") if kind == was_read_as else None
    state = WHOLE.get(MessageKind(kind))
    if state is None or not (whole or is_by_person):
        return []
    rest = whole or {"quote": "", "exemptions": found.get("exemptions", [])}
    return [_said({**rest, "category": category, "state": state}) for category in categories]


def chosen(
    request: RecordsRequest, lessons: Sequence[Said], states: Mapping[str, str]
) -> list[Said]:
    """Return the lessons with the states that a person chose by category in the place of theirs."""
    said = {lesson.category: lesson for lesson in lessons}
    for category, state in states.items():
        if not state:
            continue
        if category not in categories_of(request) or state not in _CHOICES:
            raise FindingError(f"«{category}: {state}» cannot be chosen; nothing was changed.")
        known = said.get(category)
        if known is None or known.state != state:
            said[category] = Said(category, state)
    return [lesson for lesson in said.values() if lesson.state != FindingState.PENDING]


_CHOICES = frozenset(FindingState.values) - {FindingState.SILENT}


def categories_of(request: RecordsRequest) -> list[str]:
    """Return the categories that a request asks for, in its order, each once."""
    named = (item["category"] for item in request.ask)
    return list(dict.fromkeys(category for category in named if category))


def _said(item: Mapping[str, Any]) -> Said:
    return Said(
        category=item["category"],
        state=FindingState(str(item["state"])),
        quote=item.get("quote", ""),
        attachment_id=item.get("document"),
        page=item.get("page"),
        exemptions=item.get("exemptions", []),
        url=item.get("url", ""),
    )
