"""What is kept is what arrived, and anybody can prove it."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import bagit
import pytest
from django.db import connection, transaction

from foia import custody
from foia.flow import archive, inbound, match, read
from foia.gateways import bag, blobs
from foia.models import Attachment, Blob, CustodyEntry, DocketEntry, RecordsRequest
from tests.mails import FINAL, contract, mail

HOSTILE = "../../..%0A\n" + "ü" * 200 + ".pdf"


@pytest.fixture
def answered(sent: RecordsRequest, now: datetime) -> RecordsRequest:
    """The Chicago request after an answer with a file came."""
    content = mail(FINAL, to=sent, files={"contract.pdf": contract()})
    later = now + timedelta(days=1)
    inbound.take(content=content, door="smtp", now=later)
    for room in (inbound, match, read):
        room.run(now=later)
    return RecordsRequest.objects.get(pk=sent.pk)


def spoil(sha256: str, content: bytes) -> None:
    path = blobs.path_of(sha256)
    path.chmod(0o644)
    path.write_bytes(content)


def test_a_store_that_nobody_touched_verifies(answered: RecordsRequest) -> None:
    assert list(archive.verify_store()) == []
    assert Blob.objects.count() >= 5


def test_every_way_of_losing_bytes_is_found_by_name(answered: RecordsRequest) -> None:
    missing, altered, forgotten = Blob.objects.order_by("sha256")[:3]
    blobs.path_of(missing.pk).unlink()
    spoil(altered.pk, b"x" + blobs.read(altered.pk)[1:])
    Blob.objects.filter(pk=forgotten.pk)._raw_delete(using="default")
    orphan = blobs.write(b"from nowhere")
    found = " ".join(archive.verify_store())
    assert f"{missing.pk[:12]}… cannot be read" in found
    assert f"{altered.pk[:12]}… have been altered" in found
    assert f"{orphan[:12]}… belong to nothing" in found
    assert f"{forgotten.pk[:12]}… are missing from the record" in found
    with connection.cursor() as cursor:  # put it back, so that the test can end
        cursor.execute(
            "INSERT INTO foia_blob (sha256, size, stored_at) VALUES (%s, 1, %s)",
            [forgotten.pk, forgotten.stored_at],
        )


def test_bytes_that_the_chain_does_not_know_are_found(answered: RecordsRequest) -> None:
    CustodyEntry.objects.filter(seq=CustodyEntry.objects.filter(act="stored").last().seq).delete()
    found = " ".join(archive.verify_store())
    assert "missing from the custody chain" in found
    assert "is missing before link" in found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"subject": "something else"}, "was altered"),
        ({"digest": "0" * 64}, "was altered"),
        ({"previous_hash": "f" * 64}, "does not follow"),
    ],
)
def test_an_altered_link_is_found(
    answered: RecordsRequest, change: dict[str, str], said: str
) -> None:
    CustodyEntry.objects.filter(seq=2).update(**change)
    assert any(said in line and "link 2" in line for line in custody.breaks())


@pytest.mark.parametrize(
    "change", [{"kind": "denied"}, {"details": {}}, {"message": None}, {"origin": "same"}]
)
def test_an_altered_docket_row_is_found(
    answered: RecordsRequest, change: dict[str, Any], now: datetime
) -> None:
    DocketEntry.objects.filter(request=answered, seq=1).update(**change)
    found = list(archive.verify_store())
    if change == {"origin": "same"}:  # how we keep from recording twice is no part of history
        assert found == []
    else:
        assert found == [
            f"Docket entry {answered.reference} #1 ({_kind(answered)}) is not what was recorded."
        ]


def _kind(request: RecordsRequest) -> str:
    return DocketEntry.objects.get(request=request, seq=1).kind


def test_a_deleted_docket_row_is_found(answered: RecordsRequest) -> None:
    DocketEntry.objects.filter(request=answered, seq=2)._raw_delete(using="default")
    assert list(archive.verify_store()) == [f"Docket entry {answered.reference} #2 is missing."]


def test_an_archive_holds_everything_and_verifies_by_two_verifiers(
    answered: RecordsRequest, now: datetime, tmp_path: Path
) -> None:
    folder = archive.write(request=answered, folder=tmp_path / "out" / "bag", now=now)
    assert list(archive.verify_folder(folder)) == []
    bagit.Bag(str(folder)).validate()
    data = folder / "data"
    names = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    assert {"request.json", "docket.json", "timeline.json", "custody.json"} <= names
    assert (data / "messages/002-in/00-contract.pdf").read_bytes() == contract()
    assert (data / "messages/001-out/mail.eml").read_bytes().startswith(b"Content-Type")
    kinds = [entry["kind"] for entry in json.loads((data / "docket.json").read_text())]
    assert kinds == ["sent", "partially_released"]
    acts = {link["act"] for link in json.loads((data / "custody.json").read_text())}
    assert {"stored", "approved", "filed", "docket:sent"} <= acts
    assert list((tmp_path / "out").iterdir()) == [folder]


def test_an_archive_names_no_other_request_that_holds_the_same_bytes(
    answered: RecordsRequest, now: datetime, tmp_path: Path
) -> None:
    reply = answered.messages.incoming().get()
    digest = reply.raw_id or ""
    with transaction.atomic():
        custody.note(act="filed", subject="OS-7K2MPQ4X message 1", digest=digest, now=now)
    folder = archive.write(request=answered, folder=tmp_path / "bag", now=now)
    told = (folder / "data/custody.json").read_text()
    assert "OS-7K2MPQ4X" not in told
    assert answered.reference in told
    assert json.loads(told)[-1]["digest"] == digest


@pytest.mark.parametrize(
    "file", ["data/messages/002-in/mail.eml", "data/docket.json", "manifest-sha256.txt"]
)
def test_one_flipped_byte_in_an_archive_is_found_by_both(
    answered: RecordsRequest, now: datetime, tmp_path: Path, file: str, caplog: Any
) -> None:
    caplog.set_level(logging.CRITICAL)
    folder = archive.write(request=answered, folder=tmp_path / "bag", now=now)
    path = folder / file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert any(Path(file).name in line for line in archive.verify_folder(folder))
    with pytest.raises(bagit.BagError):
        bagit.Bag(str(folder)).validate()


def test_an_archive_is_written_whole_or_not_at_all(
    answered: RecordsRequest, now: datetime, tmp_path: Path
) -> None:
    attachment = Attachment.objects.get(name="contract.pdf")
    blobs.path_of(attachment.blob_id).unlink()
    with pytest.raises(blobs.BlobError, match="cannot be read"):
        archive.write(request=answered, folder=tmp_path / "out" / "bag", now=now)
    assert list((tmp_path / "out").iterdir()) == []
    spoiled = tmp_path / "file"
    spoiled.write_text("")
    with pytest.raises(archive.ArchiveError, match="exists already"):
        archive.write(request=answered, folder=spoiled, now=now)
    with pytest.raises(archive.ArchiveError, match="could not be written"):
        archive.write(request=answered, folder=spoiled / "bag", now=now)


def test_a_hostile_file_name_stays_in_its_folder(
    answered: RecordsRequest, now: datetime, tmp_path: Path
) -> None:
    Attachment.objects.filter(name="contract.pdf").update(name=HOSTILE)
    folder = archive.write(request=answered, folder=tmp_path / "bag", now=now)
    assert list(archive.verify_folder(folder)) == []
    (kept,) = (folder / "data/messages/002-in").glob("00-*")
    assert kept.suffix == ".pdf"


def test_what_is_no_archive_is_said(tmp_path: Path) -> None:
    with pytest.raises(bag.BagError, match="is not an archive folder"):
        list(archive.verify_folder(tmp_path))
    with pytest.raises(bag.BagError, match="is not an archive folder"):
        list(archive.verify_folder(tmp_path / "nowhere"))


@pytest.mark.django_db(transaction=True)
def test_many_writers_make_one_chain(now: datetime) -> None:
    def work(number: int) -> None:
        with transaction.atomic():
            custody.keep(f"bytes {number // 2}".encode(), subject="test", now=now)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(20)))
    assert CustodyEntry.objects.count() == Blob.objects.count() == 10
    assert list(archive.verify_store()) == []


@pytest.mark.django_db(transaction=True)
def test_a_note_outside_of_its_act_is_refused(now: datetime) -> None:
    with pytest.raises(RuntimeError, match="in the transaction of the act"):
        custody.note(act="stored", subject="x", digest="0" * 64, now=now)


def test_a_file_nobody_listed_and_a_path_that_leads_out_are_said(
    answered: RecordsRequest, now: datetime, tmp_path: Path
) -> None:
    folder = archive.write(request=answered, folder=tmp_path / "bag", now=now)
    (folder / "data" / "smuggled.txt").write_text("I was never here.")
    manifest = folder / "manifest-sha256.txt"
    manifest.write_text(manifest.read_text() + f"{'0' * 64}  ../outside.txt\n")
    found = list(archive.verify_folder(folder))
    assert any("smuggled.txt is not listed" in line for line in found)
    assert any("leads out of the folder" in line for line in found)
