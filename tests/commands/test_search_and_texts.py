"""The commands of search and texts: answers on one line each, trouble in one sentence."""

import json
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from foia.flow import search
from foia.models import DocumentText, RecordsRequest, SearchEntry, User
from tests import documents
from tests.web.conftest import mail, receive


def said(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def answered(sent: RecordsRequest) -> RecordsRequest:
    receive(mail(sent, "No policies on retention exist."))
    return sent


def test_search_finds_for_the_operator_and_for_a_person(
    answered: RecordsRequest, citizen: User
) -> None:
    assert "Nothing found" in said("search", "retention")  # nobody has indexed it yet
    assert "are indexed" in said("reindex", "--waiting")
    assert answered.reference in said("search", "policy", "retention")
    assert "No policies on retention exist" in said(
        "search", "policies on retention", "--person", citizen.email
    )
    User.objects.create_user("sam@openshutter.example")
    assert "Nothing found" in said("search", "retention", "--person", "sam@openshutter.example")
    (row,) = json.loads(said("search", "retention", "--json"))
    assert (row["reference"], row["kind"]) == (answered.reference, "message")


@pytest.mark.parametrize(
    "words,sentence",
    [
        (["search", "-x"], "unrecognized arguments|at least one word|required"),
        (["search", "x", "--person", "nobody@a.example"], "Nobody here has the address"),
        (["texts", "--scan-again"], "No virus scanner is set"),
    ],
)
def test_trouble_is_one_sentence(db: None, words: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command(*words)


def test_reindex_builds_the_index_anew(answered: RecordsRequest, now: datetime) -> None:
    said("reindex")
    before = SearchEntry.objects.count()
    assert before and "are indexed" in said("reindex")
    assert SearchEntry.objects.count() == before and search.run(now=now) == 0


def test_texts_reads_what_waits_and_counts(sent: RecordsRequest) -> None:
    encoded = documents.pdf(["x"]).hex()
    receive(mail(sent, "See file.", attachment=("a.txt", "text/plain", encoded)))
    assert "not looked at" in said("texts")
    told = json.loads(said("texts", "--read", "--json"))
    assert told["files"] == {"done": DocumentText.objects.filter(state="done").count()}
    DocumentText.objects.update(state="failed", trouble="broken")
    assert "waiting" in said("texts", "--again")
