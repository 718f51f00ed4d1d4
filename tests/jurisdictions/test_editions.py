"""Two editions of the law on file are compared: only what decides dates counts, and it says why."""

import copy
import json
from datetime import date
from typing import Any

import pytest

from jurisdictions import load_pack
from jurisdictions.editions import EVER, Change, calendars_of, changes, edition, kept


@pytest.fixture(scope="module")
def on_file() -> dict[str, Any]:
    """The law on file, as a database would give it back."""
    return json.loads(json.dumps(kept()))


@pytest.fixture
def after(on_file: dict[str, Any]) -> dict[str, Any]:
    """A copy to be changed."""
    return copy.deepcopy(on_file)


def only(before: Any, after: Any) -> Change:
    """The one change between two editions."""
    found = changes(before, after)
    assert len(found) == 1, found
    return found[0]


def test_the_same_law_changes_nothing(on_file: dict[str, Any], after: dict[str, Any]) -> None:
    assert changes(on_file, after) == []
    assert len(edition()) == 64


def test_a_holiday_proclaimed_late_touches_the_places_that_keep_it(
    on_file: dict[str, Any], after: dict[str, Any]
) -> None:
    after["calendars"]["us-il"]["days"]["2026-12-04"] = "is closed (Day of mourning)"
    change = only(on_file, after)
    assert (change.by, change.spans) == ("clocks", ((date(2026, 12, 4), date(2026, 12, 4)),))
    assert "us-il" in change.codes and "us-wa" not in change.codes
    assert change.why == ("Friday 2026-12-04 is closed (Day of mourning) (us-il).",)


def test_a_holiday_taken_back_is_told_as_such(
    on_file: dict[str, Any], after: dict[str, Any]
) -> None:
    del after["calendars"]["us-il"]["days"]["2026-12-25"]
    assert "Friday 2026-12-25 is no holiday" in only(on_file, after).why[0]


def test_a_suspension_touches_the_clocks_that_look_at_its_days(
    on_file: dict[str, Any], after: dict[str, Any]
) -> None:
    gone = after["packs"]["fr"]["suspensions"].pop()
    change = only(on_file, after)
    assert change.by == "clocks"
    assert change.spans == (tuple(map(date.fromisoformat, gone["span"])),)


def test_an_amendment_touches_only_requests_received_under_it(
    on_file: dict[str, Any], after: dict[str, Any]
) -> None:
    statutes = after["packs"]["us-il"]["statutes"]
    [version] = [name for name, kept in statutes.items() if kept["span"][1] == str(date.max)]
    statutes[version]["span"][1] = "2026-12-31"
    statutes["us-il-2027"] = {"span": ["2027-01-01", str(date.max)], "cite": "X", "digest": "new"}
    found = changes(on_file, after)
    assert {change.by for change in found} == {"start"}
    assert {span for change in found for span in change.spans} == {(date(2027, 1, 1), date.max)}


def test_a_correction_of_a_version_touches_all_that_it_covers(
    on_file: dict[str, Any], after: dict[str, Any]
) -> None:
    version, statute = next(iter(after["packs"]["us-wa"]["statutes"].items()))
    statute["digest"] = "another"
    change = only(on_file, after)
    assert (change.codes, change.by) == (("us-wa",), "start")
    assert version in change.why[0]
    assert change.spans[0][0] == date.fromisoformat(statute["span"][0])


def test_a_new_note_touches_every_request_of_its_place(
    on_file: dict[str, Any], after: dict[str, Any]
) -> None:
    after["packs"]["us-wa"]["head"] = "another"
    assert only(on_file, after).spans == (EVER,)


def test_places_that_come_or_go_move_no_dates(
    on_file: dict[str, Any], after: dict[str, Any]
) -> None:
    del after["packs"]["us-wa"], on_file["packs"]["us-or"]
    assert changes(on_file, after) == []


def test_a_pack_follows_the_calendars_it_names() -> None:
    assert calendars_of(load_pack("us-il")) == {"us-il"}
    assert {"mx"} <= calendars_of(load_pack("mx"))
