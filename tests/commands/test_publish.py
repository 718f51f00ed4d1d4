"""What readers may see, decided from the terminal."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from foia import access
from foia.models import PublicCopy, RecordsRequest, User
from tests.conftest import NOW
from tests.published import shown_by
from tests.web.conftest import mail, receive


def told(*words: str) -> list[dict[str, str]]:
    out = StringIO()
    call_command("publish", *words, "--by", "rosa@openshutter.example", "--json", stdout=out)
    rows: list[dict[str, str]] = json.loads(out.getvalue())
    return rows


@pytest.fixture
def answered(sent: RecordsRequest) -> RecordsRequest:
    receive(mail(sent, "We hold no policy."))
    return sent


def test_a_request_is_checked_opened_and_closed(answered: RecordsRequest) -> None:
    with pytest.raises(CommandError, match="publish check"):
        told("open", answered.reference)
    states = {row["state"] for row in told("check", answered.reference)}
    assert states == {"private", "shown"}
    assert told("open", answered.reference)[0]["state"] == "public"
    assert access.published_requests().exists()
    assert told("close", answered.reference)[0]["state"] == "private"
    assert told("open", answered.reference, "--until", "2999-01-01")[0]["state"] == "embargoed"
    with pytest.raises(CommandError, match="is no day"):
        told("open", answered.reference, "--until", "tomorrow")


def test_words_are_blacked_out_and_looked_at(answered: RecordsRequest) -> None:
    copy = shown_by(answered, NOW).copy
    told("black-out", str(copy.pk), "--words", "the", "--reason", "a test")
    assert PublicCopy.objects.get(pk=copy.pk).state == "to_look_at"
    told("looked", str(copy.pk))
    assert PublicCopy.objects.get(pk=copy.pk).state == "shown"
    told("keep", str(copy.pk), "--reason", "rather not")
    assert PublicCopy.objects.get(pk=copy.pk).state == "kept"


def test_nobody_decides_about_what_they_cannot_see(answered: RecordsRequest) -> None:
    copy = shown_by(answered, NOW).copy
    User.objects.create_user("sam@openshutter.example")
    for words in (("show", answered.reference), ("looked", str(copy.pk))):
        with pytest.raises(CommandError):
            call_command("publish", *words, "--by", "sam@openshutter.example")
