"""Saved views: filters of the shared inbox that a team keeps under a name."""

from foia.flow.desk.held import DeskError
from foia.letters.printable import one_line
from foia.models import SavedView, Team, User

MOST_KEPT = 50
LONGEST = 1000


def save_view(*, team: Team, name: str, query: str, by: User) -> SavedView:
    """Keep filters, as they stand in an address, under a name; the same name keeps them anew."""
    told = one_line(name)[:80]
    if not told:
        raise DeskError("A view needs a name, and none was given; write one.")
    if not query or len(query) > LONGEST:
        raise DeskError("There is no filter to keep; choose some, show them, then keep the view.")
    kept = SavedView.objects.filter(team=team)
    same = kept.filter(name__iexact=told).first()
    if same:
        same.query, same.by = query, by
        same.save(update_fields=["query", "by"])
        return same
    if kept.count() >= MOST_KEPT:
        raise DeskError(f"This team keeps {MOST_KEPT} views already; remove one, then keep this.")
    return SavedView.objects.create(team=team, name=told, query=query, by=by)


def drop_view(*, view: SavedView) -> None:
    """Forget a view; what it showed stays where it is."""
    view.delete()
