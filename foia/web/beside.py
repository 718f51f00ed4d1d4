"""What stands beside a request for those who work on it: notes, hands, tags, and who did what."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from foia.flow import desk
from foia.models import Assignment, DeskAct, Note, RecordsRequest, Tag, Tagging, User
from foia.web import desk_words, words
from foia.web.happened import Happening

SHOWN = 100


@dataclass(frozen=True)
class Deed:
    """Something that somebody did, in words, and when."""

    at: datetime
    who: str
    words: str


@dataclass(frozen=True)
class Beside:
    """Everything of the desk on the page of one request."""

    notes: tuple[Note, ...]
    assignment: Assignment | None
    members: tuple[User, ...]
    tags: tuple[Tag, ...]
    known_tags: tuple[str, ...]
    deeds: tuple[Deed, ...]


def beside(request: RecordsRequest, happenings: tuple[Happening, ...]) -> Beside:
    """Load what the desk shows of a request, in a fixed number of queries."""
    notes = tuple(request.desk_notes.select_related("by").order_by("pk")[:SHOWN])
    acts = list(request.desk_acts.select_related("by").order_by("-pk")[:SHOWN])
    assignment: Assignment | None = None
    members: tuple[User, ...] = ()
    if request.campaign:
        team = request.campaign.team
        assignment = getattr(request, "assignment", None)
        found = team.memberships.exclude(role="viewer").select_related("user")
        members = tuple(member.user for member in found.order_by("user__email"))
    on_it = Tagging.objects.filter(tag=OuterRef("pk"), request=request)
    known = list(desk.tags_of(request).annotate(is_on_it=Exists(on_it)).order_by("name"))
    return Beside(
        notes=notes,
        assignment=assignment,
        members=members,
        tags=tuple(tag for tag in known if tag.is_on_it),
        known_tags=tuple(tag.name for tag in known),
        deeds=_deeds(notes, acts, happenings),
    )


def _deeds(
    notes: tuple[Note, ...], acts: list[DeskAct], happenings: tuple[Happening, ...]
) -> tuple[Deed, ...]:
    """Return what people did, the latest first: at the desk and in the docket."""
    entries = [happening.entry for happening in happenings if happening.entry.recorded_by]
    found = [
        *(Deed(n.at, str(n.by), _("wrote a note")) for n in notes),
        *(Deed(act.at, str(act.by), desk_words.did(act)) for act in acts),
        *(
            Deed(e.recorded_at, str(e.recorded_by), words.said(words.EVENTS, e.kind))
            for e in entries
        ),
    ]
    return tuple(sorted(found, key=lambda deed: deed.at, reverse=True)[:SHOWN])
