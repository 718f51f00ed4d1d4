"""Search: words are found whatever their endings and accents, and only by who may see them."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from foia import access, custody
from foia.flow import search, texts
from foia.flow.search import Filters, Found, Hit, finding
from foia.models import (
    Agency,
    Attachment,
    Message,
    RecordsRequest,
    SearchEntry,
    Team,
    User,
)
from tests import documents
from tests.conftest import NOW

Write = Callable[..., Message]


@pytest.fixture
def write(sent: RecordsRequest, now: datetime) -> Write:
    """A function that files an answer, and brings the index up to date."""

    def write(text: str, *, language: str = "en", **columns: Any) -> Message:
        facts = {
            "request": sent, "direction": "in", "kind": "mail", "state": "arrived",
            "filing": "filed", "created_at": now, "at": now, "language": language,
            "body_text": text,
            "message_id": f"<{Message.objects.count()}@agency.example>",
        }  # fmt: skip
        message = Message.objects.create(**(facts | columns))
        search.run(now=now)
        return message

    return write


def find(typed: str, person: User, page: int = 1, **filters: Any) -> Found:
    teams = access.teams_for(person).values_list("pk", flat=True)
    return search.find(
        search.question_of(typed),
        requests=access.requests_for(person),
        scopes=search.seen_by(person.pk, teams),
        filters=Filters(**filters),
        now=NOW,
        page=page,
    )


def messages(found: Found) -> list[Message | None]:
    return [hit.message for hit in found.hits]


def marked(hits: Sequence[Hit]) -> list[list[str]]:
    return [[piece.text for piece in hit.excerpt if piece.is_marked] for hit in hits]


@pytest.mark.parametrize(
    "language,text,typed",
    [
        ("en", "No policies governing cameras exist.", "policy camera"),
        ("fr", "Le règlement des caméras de la Préfecture", "reglements prefecture"),
        ("fr", "les délibérations du conseil", "Délibération"),
        ("es", "Las cámaras de la Ciudad Segura", "camara ciudades"),
        ("pt", "As câmeras do município", "camera"),
        ("de", "Die Richtlinien für die Straße", "richtlinie STRASSE"),
        ("ru", "Камеры городского видеонаблюдения, ещё", "камера городской еще"),
        ("ja", "カメラ 運用", "運用"),
        ("en", "Our number FOIA-2026-0412 applies.", "2026-0412"),
        ("en", "write to records@agency.example now", "records@agency.example"),
    ],
)
def test_endings_accents_and_capitals_do_not_matter(
    write: Write, citizen: User, language: str, text: str, typed: str
) -> None:
    message = write(text, language=language)
    found = find(typed, citizen)
    assert messages(found) == [message]
    assert marked(found.hits)[0]


def test_all_words_must_be_there_phrases_in_order_and_none_that_is_not_wanted(
    write: Write, citizen: User
) -> None:
    one = write("The retention policy says thirty days.")
    two = write("The policy on retention is secret.")
    assert set(messages(find("retention policy", citizen))) == {one, two}
    assert messages(find('"retention policies"', citizen)) == [one]
    assert messages(find("retention -secret", citizen)) == [one]
    assert messages(find('retention -"thirty day"', citizen)) == [two]
    assert messages(find("retention nowhere", citizen)) == []


@pytest.mark.parametrize("typed", ["", "  ", "-policy", '""', "&|!", "' OR 1=1", "'"])
def test_a_question_without_words_is_told_so(typed: str) -> None:
    try:
        search.question_of(typed)
    except search.SearchError as error:
        assert "at least one word" in str(error)
    else:
        assert "OR" in typed


@pytest.mark.parametrize(
    "typed",
    ["it's", "a & b | !c", "AND OR NOT NEAR", '"', 'x" OR "y', "col:word*", "\\ ' \0", "<script>",
     "a-b_c", "*", "(", "word " * 20, "x" * 300, "1e5 12abc 3.14", "scopeall"],
)  # fmt: skip
def test_no_typing_breaks_the_search(write: Write, citizen: User, typed: str) -> None:
    write("harmless")
    with suppress(search.SearchError):
        assert isinstance(find(typed, citizen), Found)


def test_pages_of_documents_are_found_with_their_number(
    write: Write, citizen: User, now: datetime
) -> None:
    message = write("See the file.")
    blob = custody.keep(
        documents.pdf(["First.", "Retained for thirty days."]), subject="f", now=now
    )
    file = Attachment.objects.create(
        message=message, position=0, blob=blob, name="policy.pdf", content_type=""
    )
    texts.run(now=now)
    search.run(now=now)
    (hit,) = find("retain day", citizen).hits
    assert (hit.attachment, hit.page, hit.kind) == (file, 2, "page")
    assert marked([hit]) == [["Retained", "days"]]
    assert [hit.page for hit in find("policy.pdf", citizen).hits] == [1]  # by its name as well
    assert len(messages(find("see file", citizen))) == 1


def test_requests_are_found_by_number_body_and_place(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    sent.agency_references.create(text="P-77312", key="p-77312")
    search.run(now=now)
    for typed in (sent.reference, "P-77312", "chicago police", sent.title):
        assert sent in [hit.request for hit in find(typed, citizen, what="request").hits], typed


def test_strangers_find_nothing_and_a_team_finds_what_is_its_own(
    write: Write, citizen: User, sent: RecordsRequest, now: datetime
) -> None:
    write("A secret number: 4711.")
    stranger = User.objects.create_user("sam@openshutter.example")
    assert messages(find("4711", citizen)) and not find("4711", stranger).hits
    question = search.question_of("4711")
    everything = search.find(
        question, requests=access.requests_for(stranger), scopes=(), filters=Filters(), now=now
    )
    assert not everything.hits  # whatever the index says, the tables decide


def test_mail_filed_anew_is_found_only_where_it_now_belongs(
    write: Write, citizen: User, sent: RecordsRequest, now: datetime
) -> None:
    message = write("A secret number: 4711.")
    maya = User.objects.create_user("maya@openshutter.example")
    RecordsRequest.objects.filter(pk=sent.pk).update(reply_token="first", reference="OS-FIRST")
    other = RecordsRequest.objects.get(pk=sent.pk)
    other.pk, other.uuid, other.requester = None, "7" * 32, maya
    other.reference, other.reply_token, other.is_indexed = "OS-OTHER", "other", False
    other.save()
    Message.objects.filter(pk=message.pk).update(request=other)
    assert not find("4711", citizen).hits  # at once, though the index has not heard of it
    search.run(now=now)
    assert messages(find("4711", maya)) == [message] and not find("4711", citizen).hits
    Message.objects.filter(pk=message.pk).update(request=None, filing="triage")
    search.run(now=now)
    assert not find("4711", maya).hits
    assert not SearchEntry.objects.filter(message=message).exists()
    assert search.run(now=now) == 0


def test_drafts_and_our_own_notices_are_not_found(write: Write, citizen: User) -> None:
    write("Unfinished thoughts.", direction="out", kind="mail", state="draft", filing="")
    write("Unfinished reminders.", direction="out", kind="notice", state="approved", filing="")
    assert not find("unfinished", citizen).hits


def test_newest_come_first_and_pages_turn(write: Write, citizen: User, now: datetime) -> None:
    made = [write("camera", at=now + timedelta(hours=hour)) for hour in range(25)]
    first, second = find("camera", citizen), find("camera", citizen, page=2)
    assert messages(first) == made[:4:-1] and first.has_more
    assert [hit for hit in messages(second) if hit in made] == made[4::-1]


def test_the_newest_are_found_first_however_old_and_odd_their_days(
    write: Write, citizen: User, now: datetime
) -> None:
    days = [-3, 1, 2, 5, 20, 40, 95, 400, 4000]
    made = [write("camera", at=now - timedelta(days=day)) for day in days for _ in range(5)]
    pages = [find("camera", citizen, page=page, what="message") for page in (1, 2, 3)]
    assert [hit.message for found in pages for hit in found.hits if hit.message in made] == sorted(
        made, key=lambda message: (message.at or now, message.pk), reverse=True
    )


@pytest.mark.parametrize("years", [1, 3])
def test_what_was_before_a_day_is_found_wherever_that_day_lies(
    years: int, write: Write, citizen: User, now: datetime
) -> None:
    made = [write("camera", at=now - timedelta(days=day)) for day in range(0, 1500, 100)]
    last = now - timedelta(days=365 * years)
    old = [message for message in made if message.at and message.at.date() <= last.date()]
    found = messages(find("camera", citizen, before_on=last.date()))
    assert [message for message in found if message in made] == old
    assert not find("camera", citizen, before_on=date(1, 1, 1)).hits


def test_the_few_that_a_filter_leaves_are_found_behind_many_newer_ones(
    write: Write, citizen: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "SPARE", 2)
    old = write("camera")
    blob = custody.keep(b"x", subject="f", now=now)
    Attachment.objects.create(message=old, position=0, blob=blob, name="a.bin", content_type="")
    for hour in range(30):
        write("camera", at=now + timedelta(hours=hour))
    assert old in messages(find("camera", citizen, files="with"))
    assert len(find("camera", citizen).hits) == 20


def test_filters_narrow(write: Write, citizen: User, sent: RecordsRequest, now: datetime) -> None:
    message = write("camera", at=now + timedelta(days=3))
    day = (now + timedelta(days=3)).date()
    fits: list[dict[str, Any]] = [
        {"what": "message"}, {"place": "chicago"}, {"place": "us"}, {"place": "us-il"},
        {"agency": str(sent.agency.uuid)}, {"stage": sent.stage}, {"files": "without"},
        {"after_on": day}, {"before_on": day},
    ]  # fmt: skip
    fits_not: list[dict[str, Any]] = [
        {"what": "page"}, {"place": "Marseille"}, {"place": "u"}, {"stage": "closed"},
        {"files": "with"}, {"after_on": date(2027, 1, 1)}, {"message_kind": "denial"},
        {"campaign": "7" * 32}, {"before_on": date(2026, 1, 1)},
    ]  # fmt: skip
    assert all(message in messages(find("camera", citizen, **filters)) for filters in fits)
    assert not any(message in messages(find("camera", citizen, **none)) for none in fits_not)


def test_bodies_are_found_by_any_name_and_change_with_them(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    def names(typed: str, *scopes: str) -> list[str]:
        seen = access.agencies_for(citizen)
        question = search.question_of(typed)
        found = search.bodies(question, agencies=seen, scopes=[search.EVERYBODY, *scopes])
        return [agency.name for agency in found]

    body = sent.agency
    assert search.run_bodies(now=now) == Agency.objects.count()
    assert search.run_bodies(now=now) == 0
    assert body.name in names("police chicago") and names("polizei") == []
    Agency.objects.filter(pk=body.pk).update(other_names="Préfecture bleue")
    assert search.run_bodies(now=now) == 1
    assert names("prefecture bleues") == [body.name]
    Agency.objects.filter(pk=body.pk).update(team=Team.objects.create(name="T", created_at=now))
    assert names("prefecture bleues") == []  # it is another team's now: the tables decide
    keeper = Agency.objects.exclude(pk=body.pk).order_by("pk")[0]
    Agency.objects.filter(pk=body.pk).update(team=None, merged_into=keeper)
    search.run_bodies(now=now)
    assert names("prefecture bleues") == []
    assert not SearchEntry.objects.filter(agency=body).exists()


def test_the_index_is_built_anew_from_the_tables(
    write: Write, citizen: User, now: datetime
) -> None:
    message = write("Found again.")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM foia_searchentry")
    assert not find("found", citizen).hits
    search.start_anew()
    search.run(now=now)
    search.run_bodies(now=now)
    assert messages(find("found again", citizen)) == [message]


def test_indexing_many_takes_few_statements(
    write: Write, now: datetime, django_assert_max_num_queries: Any
) -> None:
    write("one")
    for number in range(30):
        last = write(f"text {number}")
    Message.objects.filter(direction="in").update(indexed_under=0)
    with django_assert_max_num_queries(14):
        assert search.run(now=now) == 31
    assert last.search_entries.count() == 1


def test_finding_takes_the_same_few_statements_at_any_size(
    write: Write, citizen: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        write(f"camera {number}")
    with django_assert_max_num_queries(6):
        assert len(find("camera", citizen).hits) == 20


def test_a_huge_text_is_indexed_as_far_as_it_goes(write: Write, citizen: User) -> None:
    words = " ".join(f"word{number}" for number in range(60_000))
    message = write(f"beginning {words} ending " + "x" * 5000)
    assert messages(find("beginning word77", citizen)) == [message]
    assert "…" in "".join(piece.text for piece in find("word9000", citizen).hits[0].excerpt)
