"""The report a journalist can hand on: what was learnt, in sections, in the reader's language."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foia.flow.findings import counting
from foia.flow.findings.places import asked_places, places
from foia.flow.findings.saying import (
    CLOCKS,
    STATES,
    VERDICTS,
    clock_of,
    language,
    law_name,
    record_name,
)
from foia.flow.findings.scope import Scope
from foia.letters.report import Bar, Report, Row, Section, Sheet

#: Tables in print are cut here; the data package has all.
MOST_ROWS = 60


def report_of(scope: Scope, *, on: date) -> Report:
    """Return the report of what a scope's requests have taught until that day."""
    cells = counting.cells(scope)
    sections = [
        _policies(scope),
        _counted(
            _("Record by record"),
            _("Record"),
            counting.folded(cells, lambda cell: cell.category),
            record_name,
        ),
        _counted(
            _("Law by law"), _("Law"), counting.folded(cells, lambda cell: cell.law), law_name
        ),
        _counted(
            _("By maker of the system"),
            _("Company"),
            counting.by_name(counting.vendors(scope)),
            str,
        ),
        _clocks(scope),
        _exemptions(scope),
        _method(),
    ]
    return Report(
        title=_("What public bodies answered about their cameras"),
        language=language(),
        made_on=on,
        lead=_lead(counting.totals(scope, cells), on),
        sections=tuple(
            section for section in sections if section.sheet is None or section.sheet.rows
        ),
    )


def _lead(totals: counting.Totals, on: date) -> tuple[str, ...]:
    asked = ngettext(
        "%(bodies)d public body was asked about its camera systems.",
        "%(bodies)d public bodies were asked about their camera systems.",
        totals.bodies,
    ) % {"bodies": totals.bodies}
    learnt = ngettext(
        "Of %(number)d kind of record something is known.",
        "%(number)d answers on kinds of record are known.",
        totals.findings,
    ) % {"number": totals.findings}
    day = _("As of {day}.").format(day=date_format(on, "DATE_FORMAT"))
    return (f"{asked} {learnt} {day}",)


def _policies(scope: Scope) -> Section:
    rows = [
        Row((place.name, str(place.bodies), str(VERDICTS[place.verdict])))
        for place in places(scope, asked_places(scope)[:MOST_ROWS])
    ]
    head = (_("Place"), _("Bodies asked"), _("Answer"))
    return Section(
        _("Does this place have a published usage policy?"), sheet=Sheet(head, tuple(rows))
    )


def _counted(
    heading: str,
    named: str,
    states: Mapping[str, Counter[str]],
    name_of: Callable[[str], str],
) -> Section:
    """Return states counted under each name, with a bar for each row."""
    shown = dict(list(states.items())[:MOST_ROWS])
    used = [state for state in STATES if any(counted[state] for counted in shown.values())]
    rows = _bars({name_of(name): counted for name, counted in shown.items()}, used)
    head = (named, *(str(STATES[state]) for state in used), _("Share"))
    legend = tuple((state, str(STATES[state])) for state in used)
    return Section(heading, sheet=Sheet(head, rows, has_bars=True), legend=legend)


def _clocks(scope: Scope) -> Section:
    counted = counting.by_name(counting.clocks(scope))
    used = [state for state in CLOCKS if any(states[state] for states in counted.values())]
    rows = _bars({clock_of(law): states for law, states in counted.items()}, used)
    head = (_("Law"), *(str(CLOCKS[state]) for state in used), _("Share"))
    said = _("Whether answers came within the time that the law gives, counted from its own clock.")
    legend = tuple((state, str(CLOCKS[state])) for state in used)
    return Section(_("Answers and their deadlines"), (said,), Sheet(head, rows, True), legend)


def _exemptions(scope: Scope) -> Section:
    cited = counting.exemptions(scope).most_common(MOST_ROWS)
    rows = tuple(Row((law_name(law), section, str(number))) for (law, section), number in cited)
    head = (_("Law"), _("Section as cited"), _("Times"))
    return Section(_("Exemptions cited"), sheet=Sheet(head, rows))


def _method() -> Section:
    said = (
        _(
            "Every number rests on a letter and its answer, kept byte for byte. A finding is what "
            "a body said of one kind of record; silence counts only where the law names a number "
            "of days and they have passed."
        ),
        _("This is no legal advice. What nobody has verified in a law is marked beside it."),
    )
    return Section(_("How this was counted"), said)


def _bars(states: Mapping[str, Counter[str]], used: Sequence[str]) -> tuple[Row, ...]:
    most = max((counted.total() for counted in states.values()), default=1)
    return tuple(
        Row(
            (name, *(str(counted[state]) for state in used)),
            tuple(Bar(state, counted[state] / most) for state in used if counted[state]),
        )
        for name, counted in states.items()
    )
