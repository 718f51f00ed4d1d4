"""What was learnt is counted in SQL, for readers only what is published, and handed out."""

import io
from collections import Counter
from datetime import datetime, timedelta

import msgspec
import pytest
from django.utils import translation
from docx import Document
from pypdfium2 import PdfDocument

from foia import access, samples
from foia.flow import findings
from foia.flow.findings import Filters, Scope, numbers
from foia.flow.findings import scope as scopes
from foia.letters.report_docx import report_docx
from foia.letters.report_pdf import report_pdf
from foia.models import Finding, Publication, System, Tally, Team, User
from tests.findings_rows import RECORDS, asked, bodies


@pytest.fixture
def published(citizen: User, now: datetime) -> None:
    asked(bodies(24), by=citizen, now=now)


def scope(is_public: bool = True, **told: str) -> Scope:
    requests = access.published_requests()
    return findings.scope_of(requests, msgspec.convert(told, Filters), is_public=is_public)


def place(name: str) -> findings.Place:
    [found] = findings.places(scope(), [name])
    return found


def by_hand(**told: str) -> Counter[tuple[str, str]]:
    """Count the slow way, finding by finding."""
    return Counter((one.category, one.state) for one in scope(**told).findings)


@pytest.mark.parametrize("told", [{}, {"law": "us"}, {"law": "us-il"}, {"words": "Town 000002"}])
def test_counts_are_those_of_the_findings_one_by_one(told: dict[str, str], published: None) -> None:
    counted: Counter[tuple[str, str]] = Counter()
    for cell in findings.cells(scope(**told)):
        counted[cell.category, cell.state] += cell.number
    assert counted == by_hand(**told)
    assert counted


def test_months_and_exemptions_add_up_to_the_findings(published: None) -> None:
    told = scope()
    assert sum(month.number for month in findings.months(told)) == 24 * len(RECORDS)
    cited: Counter[str] = Counter()
    for one in told.findings:
        cited.update(one.exemptions)
    found: Counter[str] = Counter()
    for (_, section), number in findings.exemptions(told).items():
        found[section] += number
    assert found == cited
    assert scope(exemption="L. 311-5").findings.count() == cited["L. 311-5"]


def test_days_until_the_answer_stand_beside_those_of_the_law(published: None) -> None:
    for one in findings.days_taken(scope()):
        assert 5 <= one.days <= 12
        assert one.allowed == 7


def test_what_is_not_published_counts_for_no_reader(published: None) -> None:
    before = len(scope().findings)
    Publication.objects.filter(request__agency__place="Town 000001").update(state="private")
    assert len(scope().findings) == before - 3 * len(RECORDS)
    assert place("Town 000001").bodies == 0


def test_the_best_answer_of_its_bodies_speaks_for_a_place(citizen: User, now: datetime) -> None:
    rows = asked(bodies(3), by=citizen, now=now)
    policies = Finding.objects.filter(category=findings.POLICY)
    for row, state in zip(rows, ("silent", "withheld", "confirmed_absent"), strict=True):
        policies.filter(request=row).update(state=state)
    assert place("Town 000000").verdict == "withheld"
    policies.filter(state="withheld").delete()
    assert place("Town 000000").verdict == "confirmed_absent"
    assert findings.newest(scope())[0].verdict == "confirmed_absent"
    policies.all().delete()
    assert place("Town 000000").verdict == "pending"


def test_makers_are_counted_by_the_system_that_was_asked_about(
    citizen: User, now: datetime
) -> None:
    samples.load()
    system = System.objects.get(slug="chicago-face-search")
    asked(bodies(2), by=citizen, now=now, system=system)
    counted = findings.by_name(findings.vendors(scope()))
    assert set(counted) == {"Clearview AI", "CDW-G", "DataWorks Plus"}
    assert counted["Clearview AI"].total() == 2 * len(RECORDS)
    assert scope(vendor="Clearview AI").requests.count() == 2
    assert scope(vendor="Nobody").requests.count() == 0


def test_a_teams_own_dossier_is_never_named_to_readers(citizen: User, now: datetime) -> None:
    samples.load()
    team = Team.objects.create(name="Quiet team", created_at=now)
    system = System.objects.get(slug="chicago-face-search")
    System.objects.filter(pk=system.pk).update(team=team, name="Our secret dossier")
    asked(bodies(2), by=citizen, now=now, system=system)
    assert findings.vendors(scope()) == []
    assert scope(vendor="CDW-G").requests.count() == 0
    assert "Our secret dossier" not in str(list(findings.rows(scope(), address)))
    own = scope(is_public=False)
    assert findings.vendors(own) != []
    assert "Our secret dossier" in str(list(findings.rows(own, address)))


def address(finding: Finding) -> str:
    return f"/public/{finding.request.uuid}/"


def test_readers_never_get_the_words_a_finding_rests_on_in_a_table(published: None) -> None:
    told = list(findings.rows(scope(), address))
    assert len(told) == 24 * len(RECORDS)
    assert not any("Secret words" in str(cell) for row in told for cell in row)
    own = list(findings.rows(scope(is_public=False), address))
    assert all("Secret words of Rosa" in str(row) for row in own)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_report_says_the_numbers_of_the_page_in_word_and_print(
    language: str, published: None, now: datetime
) -> None:
    with translation.override(language):
        made = findings.report_of(scope(), on=now.date())
    assert made.language == language
    pdf = report_pdf(made)
    assert pdf == report_pdf(made)
    assert b"pdfuaid" in pdf
    printed = " ".join(page.get_textpage().get_text_range() for page in PdfDocument(pdf))
    assert made.title.split()[0] in printed
    assert "Town 000000" in printed
    page = Document(io.BytesIO(report_docx(made)))
    assert page.core_properties.title == made.title
    cells = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    assert "Town 000000" in cells
    assert str(24) in " ".join(paragraph.text for paragraph in page.paragraphs)


def test_a_report_of_nothing_is_still_a_report(db: None, now: datetime) -> None:
    made = findings.report_of(scope(), on=now.date())
    assert report_pdf(made).startswith(b"%PDF")
    assert report_docx(made).startswith(b"PK")


def test_very_many_findings_are_counted_by_the_room_and_kept_for_a_while(
    published: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = findings.counted(scope())
    assert findings.numbers_of(scope(), person=None, now=now) == (live, None)
    live = numbers.counted_by_room(scope())
    assert len(live.bodies) == 24
    assert live.newest == findings.newest(scope())
    monkeypatch.setattr(scopes, "MOST_NAMED", 10)

    assert findings.numbers_of(scope(), person=None, now=now) == (None, None)
    assert findings.run(now=now, requests=access.requests_behind) == 1
    assert findings.run(now=now, requests=access.requests_behind) == 0
    assert findings.numbers_of(scope(), person=None, now=now) == (live, now)

    Finding.objects.filter(category="dpia").delete()
    later = now + numbers.FRESH + timedelta(seconds=1)
    assert findings.numbers_of(scope(), person=None, now=later) == (live, now)
    assert findings.run(now=later, requests=access.requests_behind) == 1
    fresh, counted_at = findings.numbers_of(scope(), person=None, now=later)
    assert fresh is not None
    assert (fresh.totals.findings, counted_at) == (live.totals.findings - 24, later)
    much_later = later + numbers.SHOWN + timedelta(seconds=1)
    assert findings.numbers_of(scope(), person=None, now=much_later) == (None, None)


def test_numbers_are_kept_for_each_person_and_each_filter_apart(
    published: None, citizen: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    Publication.objects.filter(request__agency__place="Town 000001").delete()
    monkeypatch.setattr(scopes, "MOST_NAMED", 1)
    own = findings.scope_of(access.requests_for(citizen), Filters(), is_public=False)
    for told, person in ((scope(), None), (own, citizen), (scope(law="us-il"), None)):
        findings.numbers_of(told, person=person, now=now)
    assert findings.run(now=now, requests=access.requests_behind) == 3
    read, _ = findings.numbers_of(scope(), person=None, now=now)
    mine, _ = findings.numbers_of(own, person=citizen, now=now)
    part, _ = findings.numbers_of(scope(law="us-il"), person=None, now=now)
    assert read and mine and part
    assert [one.totals.bodies for one in (read, mine, part)] == [21, 24, 3]


def test_a_narrow_part_of_very_many_is_counted_while_one_waits(
    published: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scopes, "MOST_NAMED", 3)
    there = scope(place="Town 000002")
    assert (scope().is_small, there.is_small) == (False, True)
    assert findings.numbers_of(there, person=None, now=now) == (findings.counted(there), None)
    assert not Tally.objects.exists()


def test_the_numbers_of_a_place_say_what_its_bodies_say(published: None) -> None:
    [said] = findings.places(scope(), ["Town 000002"])
    assert findings.counted(scope(place="Town 000002")).at("Town 000002") == said


def test_ever_new_filters_do_not_keep_the_room_busy_without_end(
    published: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scopes, "MOST_NAMED", 0)
    monkeypatch.setattr(numbers, "MOST_WANTED", 3)
    for words in ("Body", "Town", "Bod", "Tow", "Bo"):
        assert findings.numbers_of(scope(words=words), person=None, now=now) == (None, None)
    assert Tally.objects.count() == 3
    findings.run(now=now, requests=access.requests_behind)
    later = now + numbers.KEPT + timedelta(days=1)
    findings.numbers_of(scope(), person=None, now=later)
    findings.run(now=later, requests=access.requests_behind)
    assert Tally.objects.count() == 1
