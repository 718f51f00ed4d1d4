"""Every night the store proves itself; staff see what was found, and are told of trouble."""

from datetime import datetime, timedelta

import pytest

from foia.flow import archive, outbox
from foia.flow.archive import nightly
from foia.gateways import blobs
from foia.models import Blob, CustodyEntry, DocketEntry, Message, RecordsRequest, User, Verification
from tests.sink import Sink


@pytest.fixture
def olive(db: None) -> User:
    return User.objects.create_user("olive@openshutter.example", is_staff=True)


def proved(now: datetime) -> Verification:
    """Run the room until the proof of this day is done."""
    while archive.run_verification(now=now):
        pass
    return Verification.objects.get(day_on=now.date())


def test_a_store_that_nobody_touched_is_proved_once_a_day(
    sent: RecordsRequest, now: datetime
) -> None:
    done = proved(now)
    assert (done.found, done.part, done.finished_at) == (0, "done", now)
    assert done.checked >= Blob.objects.count() + CustodyEntry.objects.count()
    assert archive.run_verification(now=now + timedelta(hours=1)) == 0
    proved(now + timedelta(days=1))
    assert Verification.objects.count() == 2


def test_what_is_wrong_is_kept_and_told_to_staff(
    sent: RecordsRequest, olive: User, now: datetime, sink: Sink
) -> None:
    lost = Blob.objects.order_by("pk")[0]
    blobs.path_of(lost.pk).unlink()
    DocketEntry.objects.filter(request=sent, seq=1).update(kind="denied")
    CustodyEntry.objects.filter(seq=2).update(subject="another")
    done = proved(now)
    said = " ".join(done.problems)
    assert f"{lost.pk[:12]}… cannot be read" in said
    assert f"Docket entry {sent.reference} #1" in said
    assert "link 2" in said
    assert done.found >= 3 and done.told_at == now
    outbox.run(now=now)
    told = [mail for mail in sink.taken if mail.recipients == ("olive@openshutter.example",)]
    assert len(told) == 1
    assert b"does not verify" in told[0].content


def test_each_of_the_staff_is_told_in_their_language(
    sent: RecordsRequest, olive: User, now: datetime
) -> None:
    User.objects.create_user("ana@openshutter.example", is_staff=True, language="es")
    blobs.path_of(Blob.objects.order_by("pk")[0].pk).unlink()
    proved(now)
    mails = Message.objects.filter(step="archive_trouble")
    told = {mail.recipient[:3]: mail for mail in mails}
    assert told["ana"].language == "es" and told["ana"].subject.startswith("El archivo no")
    assert "16 de noviembre de 2026" in told["ana"].body_text
    assert told["oli"].subject.startswith("The archive does not verify: ")


def test_it_goes_on_where_it_stopped_and_finds_the_same(
    sent: RecordsRequest, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foia.flow.archive.verifying.PIECE", 1)
    monkeypatch.setattr(nightly, "CHAIN_PIECE", 2)
    CustodyEntry.objects.filter(seq=3).update(subject="another")
    pieces = 0
    while archive.run_verification(now=now + timedelta(minutes=pieces), limit=1):
        pieces += 1
    done = Verification.objects.get()
    assert pieces > 6
    assert [line for line in done.problems if "was altered" in line] == [
        line for line in archive.verify_store() if "was altered" in line
    ]
    assert done.found == len(list(archive.verify_store()))


def test_a_file_that_can_be_written_to_and_an_entry_without_a_link_are_found(
    sent: RecordsRequest, now: datetime
) -> None:
    open_to_all = Blob.objects.order_by("pk")[0]
    blobs.path_of(open_to_all.pk).chmod(0o644)
    CustodyEntry.objects.filter(act="docket:sent").delete()
    said = " ".join(archive.verify_store())
    assert f"{open_to_all.pk[:12]}… can be written to" in said
    assert f"Docket entry {sent.reference} #1 is missing from the custody chain" in said


def test_bytes_on_their_way_into_the_record_are_no_trouble(
    sent: RecordsRequest, now: datetime
) -> None:
    orphan = blobs.write(b"just arrived")
    moment = datetime.fromtimestamp(blobs.path_of(orphan).stat().st_mtime, tz=now.tzinfo)
    assert list(archive.verify_store(moment + timedelta(minutes=5))) == []
    late = list(archive.verify_store(moment + timedelta(minutes=20)))
    assert any("belong to nothing" in line for line in late)
