"""Readers find what is published by the words of the copies made for them, and nothing else."""

import json
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from foia import access
from foia.flow import publish, search
from foia.flow.search import Filters, PublicHit
from foia.gateways.cleaned.for_readers import CHECKS
from foia.models import PublicCopy, RecordsRequest, SearchEntry, User
from tests.flow.test_publish import answered, prepared
from tests.published import shown_by

__all__ = ["answered", "prepared"]


@pytest.fixture
def shown(answered: RecordsRequest, now: datetime) -> RecordsRequest:
    """A published request whose answer names the requester, and of which the index knows."""
    shown_by(answered, now)
    indexed(now)
    return answered


def indexed(now: datetime) -> None:
    while search.run(now=now) + search.run_copies(now=now):
        pass


def found(words: str, now: datetime, **filters: str) -> tuple[PublicHit, ...]:
    return search.find_published(
        search.question_of(words),
        copies=access.public_copies(CHECKS),
        filters=Filters(**filters),  # type: ignore[arg-type]
        now=now,
    ).hits


def test_a_letter_and_a_file_are_found_with_the_words_around(
    shown: RecordsRequest, now: datetime
) -> None:
    (letter,) = found("release contract questions", now)
    assert letter.copy.message.direction == "in"
    said = "".join(piece.text for piece in letter.excerpt)
    assert "we release the contract" in said and "Rosa" not in said and "a8f72bc" not in said
    assert {hit.copy.name for hit in found("agreement", now, what="page")} == {"contract.pdf"}
    assert {hit.copy.name for hit in found("release contract questions", now, what="message")} == {
        ""
    }


@pytest.mark.parametrize("word", ["Rosa", "Resident", "Elm", "a8f72bc91d", "OS", "Jane"])
def test_no_word_that_readers_do_not_see_finds_anything(
    shown: RecordsRequest, now: datetime, word: str
) -> None:
    word = shown.reference if word == "OS" else word
    assert found(word, now) == ()


def test_taken_back_or_made_anew_it_is_not_found(
    shown: RecordsRequest, citizen: User, now: datetime
) -> None:
    copies = PublicCopy.objects.filter(publication__request=shown)
    copy = next(hit.copy for hit in found("release contract questions", now))
    publish.keep_private(copy=copy, reason="", by=citizen, now=now)
    assert found("release contract questions", now) == ()
    indexed(now)
    assert not SearchEntry.objects.filter(kind="public", message=copy.message_id, attachment=None)
    publish.unpublish(publication=copy.publication, by=citizen, now=now)
    assert copies.filter(state="shown").exists() and found("contract", now) == ()


def test_the_index_of_readers_outlives_that_of_the_letters(
    shown: RecordsRequest, now: datetime
) -> None:
    shown.messages.update(indexed_under=0)
    indexed(now)
    assert found("release contract questions", now)
    search.start_anew()
    assert found("release contract questions", now) == ()
    indexed(now)
    assert found("release contract questions", now)


def test_nobody_finds_a_copy_among_their_own_letters(
    shown: RecordsRequest, citizen: User, now: datetime
) -> None:
    hits = search.find(
        search.question_of("release contract questions"),
        requests=access.requests_for(citizen),
        scopes=[],
        filters=Filters(),
        now=now,
    ).hits
    assert [hit.kind for hit in hits] == ["message"]


def test_the_command_finds_what_readers_find_and_no_reference(
    shown: RecordsRequest, now: datetime
) -> None:
    out = StringIO()
    call_command("search", "release", "questions", "--published", "--json", stdout=out)
    (row,) = json.loads(out.getvalue())
    assert row["reference"] == str(shown.uuid) and shown.reference not in out.getvalue()
