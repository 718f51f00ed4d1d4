"""Input as an examiner with bad intentions would write it: one sentence each, or the right date."""

import json
import random
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from jurisdictions import DomainError, Event, codes, fold, load_pack, parse_events, to_plain

ROOT = Path(__file__).parents[2]
AT = "2026-03-05T09:00:00-06:00"
NOW = datetime(2026, 3, 10, tzinfo=UTC)
#: What the texts below leave to be filled in.
SHORT = {"AT": AT, "DEEP": '{"a":' * 500 + "1" + "}" * 500, "LONG": "x" * 100_000}


def refusal(*arguments: str, stdin: str | bytes, code: str = "us-il") -> str:
    """The one sentence with which `manage.py timeline` refuses some input."""
    ran = subprocess.run(
        [sys.executable, "manage.py", "timeline", code, "--events", "-", *arguments],
        cwd=ROOT,
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        check=False,
    )
    said = ran.stderr.decode()
    assert ran.returncode == 1, said
    assert ran.stdout == b""
    assert len(said.strip().splitlines()) == 1, said
    assert len(said) < 600
    return said


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ('[{"kind": "received", "kind": "denied", "at": "AT"}]', "the key 'kind' twice"),
        ("[" * 100_000, "not valid JSON"),
        ('[{"kind": "received", "at": "AT", "note": DEEP}]', "Event 0: note is"),
        (b"\xff\xfe[", "not valid JSON"),
        ("", "not valid JSON"),
        ("null", "The events are nothing"),
        ("5", "The events are a number"),
        ("true", "The events are a truth value"),
        ('[{"kind": "received", "at": 1772722800}]', "at is 1772722800"),
        ('[{"kind": "received", "at": true}]', "at is True"),
        ('[{"kind": true, "at": "AT"}]', "kind is True"),
        ('[{"kind": "received", "at": "2026-02-30T09:00:00-06:00"}]', "2026-02-30"),
        ('[{"kind": "received", "at": "2026-03-05"}]', "at is '2026-03-05'"),
        ('[{"kind": "extended", "at": "AT", "days": "5"}]', "days is '5'"),
        ('[{"kind": "extended", "at": "AT", "days": true}]', "days is True"),
        ('[{"kind": "extended", "at": "AT", "days": 5.5}]', "days is 5.5"),
        ('[{"kind": "extended", "at": "AT", "days": -1}]', "days is -1"),
        ('[{"kind": "extended", "at": "AT", "days": 1e999}]', "days is inf"),
        ('[{"kind": "denied", "at": "AT", "remedies_notified": "yes"}]', "remedies_notified"),
        ('[{"kind": "received", "at": "AT", "channel": "pigeon"}]', "channel 'pigeon'"),
        ('[{"kind": "received", "at": "AT", "channel": "e\\u0000mail"}]', "channel 'e\\x00"),
        ('[{"kind": "rec\\ud800eived", "at": "AT"}]', "kind 'rec\\ud800eived'"),
        ('[{"kind": "LONG", "at": "AT"}]', "the kind 'xxx"),
        (
            '[{"kind": "received", "at": "AT"}, {"kind": "appealed", "at": "AT", "step": "moon"}]',
            "names the step 'moon'",
        ),
    ],
)
def test_events_that_cannot_be_read_are_refused_in_a_sentence(
    events: str | bytes, said: str
) -> None:
    if isinstance(events, str):
        for short, whole in SHORT.items():
            events = events.replace(short, whole)
    assert said in refusal(stdin=events)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--closed", "2026-03-09..2026-03-01"], "ends before it begins"),
        (["--closed", "2026-02-30"], "--closed is '2026-02-30'"),
        (["--closed", ".."], "--closed is '..'"),
        (["--as-of", "2026-13-01"], "--as-of is '2026-13-01'"),
        (["--as-of", "9999-12-31"], "in the years 1900 to 2200"),
        (["--variant", "Commercial"], "no variant 'Commercial'"),
        (["--calendar", "fr"], "follows no calendar 'fr'"),
    ],
)
def test_options_that_cannot_be_are_refused_in_a_sentence(arguments: list[str], said: str) -> None:
    assert said in refusal(*arguments, stdin=json.dumps([{"kind": "received", "at": AT}]))


def test_names_in_any_script_and_with_nul_change_no_date() -> None:
    plain: dict[str, Any] = {"kind": "received", "at": AT}
    odd = {**plain, "note": "приём \x00 \U0001f4f7 \u202e", "ground": "\x00"}
    pack = load_pack("us-il")
    first, second = (fold(pack, parse_events([event]), as_of=NOW) for event in (plain, odd))
    assert to_plain(first) == to_plain(second)
    json.dumps(to_plain(second))


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "events.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps([{"kind": "received", "at": AT}]).encode())
    ran = subprocess.run(
        [sys.executable, "manage.py", "timeline", "us-il", "--events", str(file)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("code", codes())
def test_a_thousand_events_are_folded_in_any_order_to_the_same_timeline(code: str) -> None:
    in_force = [statute.valid_from for statute in load_pack(code).statutes]
    first = max(min(in_force, default=date.min), date(2026, 1, 5))
    start = datetime.combine(first, time(15), UTC) + timedelta(days=1)
    kinds = ("acknowledged", "extended", "tolled", "resumed", "denied", "appealed", "fee_demanded")
    events = [Event(kind="received", at=start)]
    events += [
        Event(kind=kinds[n % len(kinds)], at=start + timedelta(hours=4 * (n // 2)))
        for n in range(999)
    ]
    once = fold(load_pack(code), events, as_of=NOW)
    random.Random(7).shuffle(events)
    assert fold(load_pack(code), events, as_of=NOW) == once


def test_the_same_moment_in_two_zones_is_the_same_moment() -> None:
    pack = load_pack("us-il")
    told = [
        [{"kind": "received", "at": AT}, {"kind": "denied", "at": moment}]
        for moment in ("2026-03-09T04:00:00+00:00", "2026-03-08T23:00:00-05:00")
    ]
    first, second = (to_plain(fold(pack, parse_events(one), as_of=NOW)) for one in told)
    assert first == second


def test_the_law_is_asked_only_for_moments_with_an_offset() -> None:
    with pytest.raises(DomainError, match="offset from UTC"):
        fold(load_pack("us-il"), [], as_of=datetime(2026, 3, 10))  # noqa: DTZ001
