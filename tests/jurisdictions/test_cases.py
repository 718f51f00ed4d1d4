"""Every pack against the cases that people counted by hand."""

import re
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from jurisdictions import DomainError, Timeline, codes, fold, load_pack, parse_events, to_plain
from jurisdictions.anchors import Closure

FOLDER = Path(__file__).parents[1] / "cases"


def cases_of(code: str) -> list[dict[str, Any]]:
    """The cases of one pack."""
    return tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))["cases"]


ALL = [
    pytest.param(code, case, id=f"{code}: {case['says']}")
    for code in codes()
    for case in cases_of(code)
]


def timeline_of(code: str, case: dict[str, Any]) -> Timeline:
    """The fold of one case."""
    as_of = case.get("as_of")
    closed = [part.partition("..") for part in case.get("closed", [])]
    return fold(
        load_pack(code),
        parse_events(case["events"]),
        as_of=datetime.fromisoformat(as_of) if as_of else datetime(2026, 11, 22, tzinfo=UTC),
        variants=case.get("variants", []),
        closed=[
            Closure(date.fromisoformat(first), date.fromisoformat(last or first))
            for first, _, last in closed
        ],
    )


@pytest.mark.parametrize(("code", "case"), ALL)
def test_the_engine_counts_as_a_person_did(code: str, case: dict[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(DomainError, match=case["refused"]):
            timeline_of(code, case)
        return
    timeline = timeline_of(code, case)
    plain = to_plain(timeline)["deadlines"]
    if "stage" in case:
        assert timeline.stage == case["stage"]
    if "note" in case:
        assert any(re.search(case["note"], note) for note in timeline.notes), timeline.notes
    for term in case.get("undated", []):
        assert term in {clock.term for clock in timeline.undated}
        assert term not in {deadline["term"] for deadline in plain}
    for wanted in case.get("expect", []):
        same = [d for d in plain if d["term"] == wanted["term"]]
        matching = [d for d in same if d["due_on"] == wanted["due_on"].isoformat()]
        assert matching, f"{wanted['term']} is due on {[d['due_on'] for d in same]}"
        for key in ("state", "hard", "verified", "presumed", "cite"):
            if key in wanted:
                assert matching[0][key] == wanted[key], key
        if "counted" in wanted:
            counted = [day["date"] for day in matching[0]["counted"] if day["counts"]]
            assert counted == [day.isoformat() for day in wanted["counted"]]


@pytest.mark.parametrize("code", codes())
def test_every_pack_has_cases(code: str) -> None:
    assert len(cases_of(code)) >= (5 if load_pack(code).is_verified else 2)


@pytest.mark.parametrize("code", codes())
def test_a_case_that_expects_nothing_else_still_names_a_stage(code: str) -> None:
    wanted = {"expect", "stage", "refused", "undated", "note"}
    assert all(wanted & case.keys() for case in cases_of(code))
