"""Plain words for what is counted, on the screen and in the report, ready to be translated."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foia.letters.catalogue import UnknownEntry, catalogue
from jurisdictions import DomainError, load_pack

STATES = {
    "published": _("Published"),
    "obtained": _("Obtained"),
    "confirmed_absent": _("They say it does not exist"),
    "withheld": _("Withheld"),
    "partly": _("Partly obtained"),
    "silent": _("Silent past the deadline"),
    "pending": _("Pending"),
}
#: The answer to «Does this place have a published usage policy?», by the state that speaks for it.
VERDICTS = {
    "published": _("Yes: it is published."),
    "obtained": _("There is one, and it was handed over. It had not been published."),
    "partly": _("There is one, and a part of it was handed over."),
    "withheld": _("There is one, or they will not say: it is withheld."),
    "confirmed_absent": _("No: they say that none exists."),
    "silent": _("They stayed silent past the deadline of their law."),
    "pending": _("Not known yet: no answer has come."),
}
CLOCKS = {
    "met": _("in time"),
    "late": _("late"),
    "missed": _("not at all, and overdue"),
    "running": _("still in time to answer"),
    "paused": _("their clock stands still"),
    "moot": _("no longer needed"),
}


def language() -> str:
    """Return the language of the reader, without its region."""
    return (get_language() or "en").split("-")[0]


def clock_of(code: str) -> str:
    """Return the name of a jurisdiction, marked where nobody has verified how long it gives."""
    try:
        is_verified = load_pack(code).is_verified
    except DomainError:
        is_verified = False
    name = law_name(code)
    marked = name if is_verified else _("%(law)s (time limit not verified)") % {"law": name}
    return str(marked)


def law_name(code: str) -> str:
    """Return the name of a jurisdiction; one that is not on file any more keeps its code."""
    try:
        names = load_pack(code).name
    except DomainError:
        return code
    return names.get(language()) or names.get("en") or next(iter(names.values()), code)


def record_name(id: str) -> str:
    """Return the name of a record category; one that is not in the catalogue keeps its id."""
    try:
        return catalogue().category(id).label(language())
    except UnknownEntry:
        return id
