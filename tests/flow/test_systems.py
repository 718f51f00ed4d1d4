"""Dossiers: each seed has its sources and a plan of correct letters; files come in and go out."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
import pytest

from foia import samples
from foia.flow import systems
from foia.flow.systems import DossierTrouble, Filters
from foia.gateways.tables import csv_lines
from foia.letters.catalogue import catalogue
from foia.models import (
    Agency,
    Certainty,
    System,
    SystemAnswer,
    SystemBody,
    SystemFact,
    SystemVendor,
    Team,
    User,
)
from jurisdictions import DomainError, load_pack
from tests.agency_tables import team  # noqa: F401 (a fixture)

SEEDS = {
    "cdmx-c5": ("es", "portal", {"Telmex", "Thales", "Cisco"}),
    "chicago-face-search": ("en", "email", {"Clearview AI", "DataWorks Plus"}),
    "marseille-big-data": ("fr", "email", {"Engie Ineo"}),
    "marseille-vpi": ("fr", "email", {"SNEF"}),
    "moscow-safe-city": ("ru", "", {"NTechLab", "VisionLabs", "Tevian", "Synesis"}),
    "nice-safe-city": ("fr", "email", {"Thales"}),
    "saint-etienne-serenicity": ("fr", "email", {"Serenicity"}),
}


@pytest.fixture
def seeds(db: None) -> None:
    samples.load()


def plan(slug: str, now: datetime) -> list[systems.Asked]:
    system = System.objects.get(slug=slug)
    parts = list(system.bodies.select_related("agency").prefetch_related("agency__contacts"))
    return systems.plan_of(parts, technology=system.technology, team_id=None, now=now)


def parts_of(system: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in ("vendors", "bodies", "facts", "documents", "answers"):
        yield from system.get(name, ())


@pytest.mark.parametrize("slug", SEEDS)
def test_a_seed_writes_a_correct_letter_to_each_of_its_bodies(
    slug: str, seeds: None, now: datetime
) -> None:
    language, channel, vendors = SEEDS[slug]
    asked = plan(slug, now)
    assert len(asked) >= 2
    for one in asked:
        assert one.letter is not None, one.trouble
        assert one.letter.language.split("-")[0] == language
        assert (one.contact.channel if one.contact else "") == channel
        text = systems.plainly(one)["letter"]
        assert one.part.agency.name.split()[0] in " ".join(text.split())
        assert load_pack(one.pack.code).statute_on(now.date()).cite
        assert one.letter.cites
        assert [item.category for item in one.items] == one.part.records
    assert vendors <= set(System.objects.get(slug=slug).vendors.values_list("name", flat=True))


def test_only_moscow_is_to_be_planned_and_tracked_without_sending(
    seeds: None, now: datetime
) -> None:
    risky = {slug for slug in SEEDS if any(one.is_risky for one in plan(slug, now))}
    assert risky == {"moscow-safe-city"}


@pytest.mark.parametrize("seed", samples.systems(), ids=lambda seed: seed["slug"])
def test_every_statement_of_a_seed_has_a_source_or_says_that_nobody_checked_it(
    seed: dict[str, Any],
) -> None:
    for part in parts_of(seed):
        assert part["certainty"] in Certainty.values, part
        assert part.get("source") or part["certainty"] == Certainty.UNVERIFIED, part
        assert part["certainty"] != Certainty.VERIFIED or part.get("source_url"), part
    topics = {fact["topic"] for fact in seed["facts"]}
    assert {"area", "goals", "works", "bias"} <= topics <= set(SystemFact.Topic.values)
    assert {answer["question"] for answer in seed["answers"]} <= set(systems.QUESTIONS)
    assert "use_policy" in {answer["question"] for answer in seed["answers"]}
    known = {category.id for category in catalogue().categories}
    assert {record for body in seed["bodies"] for record in body["records"]} <= known


def test_that_no_policy_was_published_in_chicago_is_an_answer_with_its_source(seeds: None) -> None:
    answer = SystemAnswer.objects.get(system__slug="chicago-face-search", question="use_policy")
    assert answer.answer == "no"
    assert "Lucy Parsons Labs" in answer.source


def test_a_body_with_two_parts_is_asked_once_in_the_part_that_knows_most(
    seeds: None, now: datetime
) -> None:
    system = System.objects.get(slug="chicago-face-search")
    police = Agency.objects.get(slug="chicago-police-department")
    SystemBody.objects.create(system=system, agency=police, role="buyer", records=["payments"])
    asked = plan("chicago-face-search", now)
    assert [one.part.role for one in asked if one.part.agency == police] == ["operator"]


def test_records_that_the_catalogue_lost_are_replaced_by_the_usual_ones(
    seeds: None, now: datetime
) -> None:
    SystemBody.objects.update(records=["gone"])
    asked = plan("cdmx-c5", now)
    usual = catalogue().default_records("rtcc")
    assert {tuple(item.category for item in one.items) for one in asked} == {usual}


def test_words_place_maker_and_state_find_a_dossier(seeds: None) -> None:
    def names(**told: str) -> set[str]:
        found = systems.found(System.objects.all(), msgspec.convert(told, Filters))
        return set(found.values_list("slug", flat=True))

    assert names(words="clearview") == {"chicago-face-search"}
    assert names(words="CNIL", place="nice") == {"nice-safe-city"}
    assert names(vendor="engie") == {"marseille-big-data", "nice-safe-city"}
    assert names(status="suspended") == {"marseille-vpi"}
    assert names(technology="frt_live") == {"moscow-safe-city"}


def test_dossiers_come_back_from_json_as_they_went_and_never_twice(
    seeds: None,
    team: Team,  # noqa: F811
    citizen: User,
    now: datetime,
) -> None:
    whole = systems.with_parts(System.objects.all(), Agency.objects.all())
    told = [systems.as_dossier(one) | {"id": ""} for one in whole.order_by("slug")]
    content = json.dumps({"systems": told}, default=str).encode()
    kept = systems.kept_file(content=content, file_name="systems.json", now=now).pk
    assert len(systems.read_kept(blob_id=kept, team=team).new) == 7
    assert not System.objects.filter(team=team).exists()

    done = systems.take_in(blob_id=kept, team=team, by=citizen, now=now)
    assert (len(done.new), done.there, done.left_out) == (7, [], [])
    again = systems.take_in(blob_id=kept, team=team, by=citizen, now=now)
    assert (again.new, len(again.there)) == ([], 7)
    own = systems.with_parts(System.objects.filter(team=team), Agency.objects.all())
    back = [systems.as_dossier(one) | {"id": ""} for one in own.order_by("slug")]
    assert sorted(back, key=str) == sorted(told, key=str)


def test_what_everybody_has_is_not_taken_in_again(
    seeds: None,
    team: Team,  # noqa: F811
    citizen: User,
    now: datetime,
) -> None:
    whole = systems.with_parts(System.objects.all(), Agency.objects.all())
    content = b"".join(csv_lines(systems.HEADER, systems.as_rows(whole)))
    kept = systems.kept_file(content=content, file_name="systems.csv", now=now).pk
    done = systems.take_in(blob_id=kept, team=team, by=citizen, now=now)
    assert (done.new, len(done.there), done.left_out) == ([], 7, [])


def test_a_table_keeps_what_can_be_read_and_names_the_line_of_the_rest(
    seeds: None,
    team: Team,  # noqa: F811
    citizen: User,
    now: datetime,
) -> None:
    table = (
        "name,place,technology,vendors,operators,goals,source,certainty,answers\n"
        "Plate readers,Springfield,alpr,Flock; Axon,Chicago Police Department,Finding cars,"
        "The Daily,reported,use_policy=no\n"
        "Nobody's cameras,Springfield,cctv,,Department of Nowhere,,,,\n"
        ",Springfield,cctv,,,,,,\n"
        "Strange,Springfield,telepathy,,,,,,\n"
    )
    kept = systems.kept_file(content=table.encode(), file_name="t.csv", now=now).pk
    done = systems.take_in(blob_id=kept, team=team, by=citizen, now=now)
    assert done.new == ["Plate readers", "Nobody's cameras"]
    assert [where for where, _ in done.left_out] == ["line 3", "line 4", "line 5"]
    assert "Department of Nowhere" in done.left_out[0][1]
    plates = System.objects.get(name="Plate readers")
    assert plates.team == team
    assert plates.vendor_names == "Flock, Axon"
    vendor = SystemVendor.objects.get(name="Flock")
    assert (vendor.source, vendor.certainty) == ("The Daily", "reported")
    assert plates.answers.get().answer == "no"


@pytest.mark.parametrize(
    "content", [b'{"systems": 7}', b"[1]", b"{", b"color,size\nred,3\n", b""], ids=repr
)
def test_a_file_that_holds_no_dossiers_ends_in_a_sentence(
    content: bytes,
    team: Team,  # noqa: F811
    now: datetime,
) -> None:
    kept = systems.kept_file(content=content, file_name="x", now=now).pk
    with pytest.raises(DomainError):
        systems.read_kept(blob_id=kept, team=team)


def test_a_dossier_written_by_hand_is_its_teams_and_stands_once(
    team: Team,  # noqa: F811
    citizen: User,
    now: datetime,
) -> None:
    fields = {"name": "Town cameras", "place": "Springfield", "technology": "cctv"}
    made = systems.write_down(team=team, by=citizen, now=now, fields=fields)
    with pytest.raises(DossierTrouble, match="among your dossiers already"):
        systems.write_down(team=team, by=citizen, now=now, fields=fields)
    vendor = SystemVendor(system=made, name="Axis", certainty="unverified")
    systems.put(part=vendor, by=citizen, now=now)
    with pytest.raises(DossierTrouble, match="stands in this dossier already"):
        systems.put(part=SystemVendor(system=made, name="Axis"), by=citizen, now=now)
    systems.take_out(part=vendor, by=citizen, now=now)
    assert not made.vendors.exists()
