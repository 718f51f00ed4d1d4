"""Mail in an IMAP mailbox arrives once, nothing is changed there, and trouble is told."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from foia import custody
from foia.flow import inbound, match
from foia.gateways import blobs, imap
from foia.models import Arrival, Mailbox, Message, RecordsRequest
from tests import dovecot
from tests.cut_line import cut_after
from tests.dovecot import Server
from tests.mails import VAGUE, mail

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(dovecot.PROGRAM is None, reason="Dovecot is not installed"),
]


@pytest.fixture(scope="module")
def dovecot_server() -> Iterator[Server]:
    with dovecot.running() as server:
        yield server


@pytest.fixture
def server(dovecot_server: Server, settings: Any) -> Server:
    """A server whose mailbox is empty, and which is configured."""
    with dovecot_server.line() as line:
        _, (number,) = line.select("INBOX")
        if number != b"0":
            line.store("1:*", "+FLAGS", r"(\Deleted)")
            line.expunge()
    settings.IMAP_URLS = [dovecot_server.url]
    return dovecot_server


def letter(number: int) -> bytes:
    return mail(f"{VAGUE} {number}", to="me@home.example", subject=f"mail {number}")


def test_new_mail_arrives_whole_and_a_second_visit_brings_nothing(
    server: Server, now: datetime
) -> None:
    for number in range(3):
        server.put(letter(number))
    assert [inbound.visit(now=now), inbound.visit(now=now)] == [3, 0]
    server.put(content := letter(3))
    assert inbound.visit(now=now) == 1
    last = Arrival.objects.order_by("pk").last()
    assert last is not None
    assert blobs.read(last.blob_id) == content
    assert last.told == {"at": "2026-11-16T15:00:00+00:00"}
    assert Mailbox.objects.get().trouble == ""
    inbound.run(now=now)
    assert {message.at for message in Message.objects.incoming()} == {
        datetime.fromisoformat("2026-11-16T09:00:00-06:00")
    }


def test_nothing_is_marked_moved_or_deleted(server: Server, now: datetime) -> None:
    server.put(letter(1))
    inbound.visit(now=now)
    with server.line() as line:
        line.select("INBOX", readonly=True)
        assert line.search(None, "UNSEEN")[1][0].split() == [b"1"]


def test_where_the_server_counts_anew_nothing_comes_twice_and_the_new_comes(
    server: Server, settings: Any, now: datetime
) -> None:
    settings.IMAP_URLS = [server.url.replace("INBOX", "Letters")]
    server.make_anew("Letters")
    for number in (1, 2):
        server.put(letter := mail(f"{VAGUE} {number}", to="me@home.example"), folder="Letters")
    assert inbound.visit(now=now) == 2
    before = Mailbox.objects.get().uid_validity
    server.make_anew("Letters")
    server.put(letter, folder="Letters")
    server.put(mail("Another", to="me@home.example"), folder="Letters")
    assert inbound.visit(now=now) == 1
    assert Mailbox.objects.get().uid_validity != before
    assert Arrival.objects.count() == 3
    assert inbound.visit(now=now) == 0


def test_a_visit_that_is_cut_off_goes_on_where_it_was(
    server: Server, now: datetime, monkeypatch: Any
) -> None:
    for number in range(4):
        server.put(letter(number))
    fetch = imap.OpenMailbox.fetch

    def cut(self: imap.OpenMailbox, uid: int, most: int) -> Any:
        if Arrival.objects.count() == 2:
            raise OSError("the line broke")
        return fetch(self, uid, most)

    monkeypatch.setattr(imap.OpenMailbox, "fetch", cut)
    assert inbound.visit(now=now) == 2
    assert "the line broke" in Mailbox.objects.get().trouble
    monkeypatch.undo()
    assert inbound.visit(now=now) == 0, "it is left alone for a minute"
    assert inbound.visit(now=now + timedelta(minutes=2)) == 2
    assert Arrival.objects.count() == 4
    assert Mailbox.objects.get().trouble == ""
    assert list(custody.breaks()) == []


def test_a_server_that_dies_within_a_mail_loses_and_doubles_nothing(
    server: Server, settings: Any, now: datetime
) -> None:
    letters = {letter(number) + 3000 * (b"x" * 70 + b"\r\n") for number in range(4)}
    for content in letters:
        server.put(content)
    with cut_after(500_000, port=server.port) as port:
        settings.IMAP_URLS = [server.url.replace(f":{server.port}", f":{port}")]
        assert inbound.visit(now=now) == 2
    assert Mailbox.objects.get().trouble
    settings.IMAP_URLS = [server.url]
    assert inbound.visit(now=now + timedelta(minutes=2)) == 2
    kept = [blobs.read(arrival.blob_id) for arrival in Arrival.objects.all()]
    assert (len(kept), set(kept)) == (4, letters)


def test_a_mail_that_the_server_refuses_is_asked_for_again_and_never_passed_over(
    server: Server, now: datetime
) -> None:
    for number in range(3):
        before = set(server.files())
        server.put(letter(number))
        if number == 1:
            (second,) = set(server.files()) - before
    second.chmod(0)
    assert inbound.visit(now=now) == 1
    assert Mailbox.objects.get().trouble
    second.chmod(0o600)
    assert inbound.visit(now=now + timedelta(minutes=2)) == 2
    assert Mailbox.objects.get().trouble == ""


def test_a_mail_that_is_too_large_is_shown_to_staff_and_holds_nothing_up(
    server: Server, settings: Any, now: datetime
) -> None:
    settings.MAX_MAIL_BYTES = 10_000
    server.put(letter(1) + 300 * (b"x" * 70 + b"\r\n"))
    server.put(letter(2))
    assert [inbound.visit(now=now), inbound.visit(now=now)] == [1, 0]
    left = Arrival.objects.get(state=Arrival.State.FAILED)
    assert "at most 10,000 are taken; it was left in its mailbox" in left.trouble
    head = blobs.read(left.blob_id)
    assert b"Subject: mail 1" in head and b"xxx" not in head
    assert (inbound.try_again(), inbound.run(now=now)) == (0, 1)
    assert Message.objects.incoming().get().subject == "mail 2"


def test_the_same_mail_by_imap_and_by_smtp_is_one_message(
    server: Server, sent: RecordsRequest, now: datetime
) -> None:
    content = mail(VAGUE, to=sent)
    server.put(b"Received: from a by b\r\nDelivered-To: rosa\r\n" + content)
    inbound.visit(now=now)
    inbound.take(content=content, door="smtp", now=now)
    inbound.run(now=now)
    match.run(now=now)
    message = Message.objects.incoming().get()
    assert (message.request, message.arrivals.count()) == (sent, 2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("secret", "wrong"), "rosa@127.0.0.1/INBOX cannot be read"),
        (("/INBOX", "/Nowhere"), "rosa@127.0.0.1/Nowhere cannot be read"),
        (("rosa:secret@", ""), "IMAP_URL cannot be understood"),
    ],
)
def test_a_mailbox_that_cannot_be_read_is_told_without_its_password(
    server: Server, settings: Any, capsys: Any, change: tuple[str, str], said: str
) -> None:
    settings.IMAP_URLS = [server.url.replace(*change)]
    with pytest.raises(CommandError, match="Not every mailbox"):
        call_command("fetch_mail")
    told = capsys.readouterr().out
    assert said in told
    assert "wrong" not in told.replace("wrong password", "")
    assert "secret" not in told


def test_one_mailbox_in_trouble_does_not_hold_up_the_next(
    server: Server, settings: Any, now: datetime
) -> None:
    settings.IMAP_URLS = ["imap://a:b@127.0.0.1:1/INBOX", server.url]
    server.put(letter(1))
    assert inbound.visit(now=now) == 1


def test_the_command_says_what_came(server: Server, capsys: Any, tmp_path: Path) -> None:
    server.put(letter(1))
    call_command("fetch_mail")
    assert capsys.readouterr().out == "rosa@127.0.0.1/INBOX: 1 new\n"
