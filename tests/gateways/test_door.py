"""The mail door: it says thank you when a mail cannot be lost any more, and is no relay."""

import smtplib
import subprocess
import sys
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from django.db import connection

from foia.gateways import blobs
from foia.gateways.door import Door, DoorError, HandedIn
from foia.models import Arrival, Blob, SandboxMail
from tests.conftest import environment
from tests.mails import SAMPLES, VAGUE, mail
from worker.doors import doors
from worker.services import free_port

ROOT = Path(__file__).parents[2]
TO = "r-abcdefghjkmnpqrstuvwxyz234@reply.openshutter.example"


def hand_in(content: bytes, port: int, *, to: str = TO) -> dict[str, tuple[int, bytes]]:
    """Bring a mail to a door over SMTP."""
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as line:
        return line.sendmail("foia@city.example", [to], content)


def test_what_was_thanked_for_is_in_the_record(open_doors: Any, settings: Any) -> None:
    content = mail(".\r\n..dots\r\n" + VAGUE, to=TO)
    hand_in(content, settings.DOOR_PORT)
    arrival = Arrival.objects.get()
    assert blobs.read(arrival.blob_id) == content
    assert arrival.envelope_from == "foia@city.example"
    assert arrival.envelope_to == [TO]


def test_a_mail_that_cannot_be_stored_stays_with_its_sender(open_doors: Any, settings: Any) -> None:
    settings.BLOB_DIR.write_text("a file where a folder should be")
    with pytest.raises(smtplib.SMTPDataError, match=r"451.*4\.3\.0 Not stored"):
        hand_in(mail(VAGUE, to=TO), settings.DOOR_PORT)
    assert not Arrival.objects.exists()
    assert not Blob.objects.exists()
    settings.BLOB_DIR.unlink()
    hand_in(mail(VAGUE, to=TO), settings.DOOR_PORT)
    assert Arrival.objects.count() == 1


def test_mail_for_others_is_refused(open_doors: Any, settings: Any) -> None:
    for address in ("somebody@city.example", "a@reply.openshutter.example.evil.example"):
        with pytest.raises(smtplib.SMTPRecipientsRefused, match=r"5\.7\.1"):
            hand_in(mail(VAGUE, to=address), settings.DOOR_PORT, to=address)
    assert not Arrival.objects.exists()


def test_the_sandbox_catches_mail_for_anybody(open_doors: Any, settings: Any) -> None:
    hand_in(mail(VAGUE, to="x@city.example"), settings.SANDBOX_PORT, to="x@city.example")
    assert SandboxMail.objects.get().recipient == "x@city.example"


def test_lines_longer_than_the_standard_are_taken(open_doors: Any, settings: Any) -> None:
    content = mail(VAGUE, to=TO) + b"x" * 200_000 + b"\r\n"
    hand_in(content, settings.DOOR_PORT)
    assert blobs.read(Arrival.objects.get().blob_id) == content


def test_the_door_speaks_lmtp_too() -> None:
    taken: list[HandedIn] = []
    door = Door(
        taken.append,
        host="127.0.0.1",
        port=free_port(),
        accepts=lambda address: True,
        max_bytes=10_000,
        is_lmtp=True,
    )
    door.open()
    try:
        with smtplib.LMTP("127.0.0.1", door.port, timeout=20) as line:
            line.sendmail("", [TO, f"b{TO}"], mail(VAGUE, to=TO))
            assert line.getreply()[0] == 250, "one answer for each recipient"
            with pytest.raises(smtplib.SMTPException, match=r"552|too much"):
                line.sendmail("", [TO], mail("x" * 900 + "\n", to=TO) * 20)
    finally:
        door.stop()
    assert [(handed_in.sender, handed_in.recipients) for handed_in in taken] == [
        ("", (TO, f"b{TO}"))
    ]


@pytest.mark.skipif(which("swaks") is None, reason="swaks is not installed")
@pytest.mark.parametrize("protocol", ["ESMTP", "LMTP"])
def test_a_mail_handed_in_by_another_program_is_kept_to_the_byte(
    transactional_db: None, settings: Any, protocol: str, tmp_path: Path
) -> None:
    settings.DOOR_PORT, settings.DOOR_IS_LMTP = free_port(), protocol == "LMTP"
    content = (SAMPLES / "odd_nuls.eml").read_bytes().replace(b"\0", b"").replace(b"\r", b"")
    (tmp_path / "mail.eml").write_bytes(content)
    front = doors()[0]
    front.open()
    try:
        told = ["--server", "127.0.0.1", "--port", str(settings.DOOR_PORT), "--to", f"{TO},a{TO}"]
        told += ["--from", "foia@city.example", "--data", f"@{tmp_path / 'mail.eml'}"]
        done = subprocess.run(
            ["swaks", "--protocol", protocol, *told], capture_output=True, text=True, check=False
        )
    finally:
        front.stop()
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("250 2.0.0 Stored") == (2 if protocol == "LMTP" else 1)
    arrival = Arrival.objects.get()
    assert arrival.envelope_to == [TO, f"a{TO}"]
    kept = blobs.read(arrival.blob_id).replace(b"\r\n", b"\n")
    assert kept.rstrip(b"\n") == content.rstrip(b"\n")


def test_a_taken_port_is_one_sentence() -> None:
    port = free_port()
    doors = [
        Door(print, host="127.0.0.1", port=port, accepts=bool, max_bytes=100) for _ in range(2)
    ]
    doors[0].open()
    try:
        with pytest.raises(DoorError, match=rf"127.0.0.1:{port}.*choose another"):
            doors[1].open()
    finally:
        doors[0].stop()


DOOR_ON_A_FULL_DISK = """
import resource, sys, django
django.setup()
from django.conf import settings
from worker.doors import doors
settings.BLOB_DIR = sys.argv[1]
front = doors()[0]
front.open()
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
print("open", flush=True)
sys.stdin.read()
front.stop()
"""


def _shorten_the_log() -> None:
    """Empty SQLite's write-ahead log, which earlier tests may have grown beyond the limit."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_told_to_the_sender_and_leaves_nothing_half_written(
    settings: Any,
) -> None:
    _shorten_the_log()
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-c", DOOR_ON_A_FULL_DISK, str(settings.BLOB_DIR)],
        cwd=ROOT,
        env=environment(DOOR_PORT=port),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as door:
        assert door.stdout is not None
        assert door.stdout.readline() == b"open\n"
        with pytest.raises(smtplib.SMTPDataError, match="451"):
            hand_in(mail(VAGUE, to=TO, files={"big.bin": bytes(5_000_000)}), port)
        assert not Arrival.objects.exists()
        assert [path for path in settings.BLOB_DIR.rglob("*") if path.is_file()] == []
        hand_in(mail(VAGUE, to=TO), port)
        assert door.stdin is not None
        door.stdin.close()
    assert Arrival.objects.count() == 1
