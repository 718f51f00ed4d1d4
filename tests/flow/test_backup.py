"""A backup brings everything back, on both databases, and begun again it goes on."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from foia.flow import archive, inbound, match, read
from foia.gateways import blobs, database
from foia.models import Attachment, Blob, RecordsRequest
from tests.mails import FINAL, contract, mail
from worker.services import Services

ROOT = Path(__file__).parents[2]


@pytest.fixture
def answered(sent: RecordsRequest, now: datetime) -> RecordsRequest:
    content = mail(FINAL, to=sent, files={"contract.pdf": contract()})
    later = now + timedelta(days=1)
    inbound.take(content=content, door="smtp", now=later)
    for room in (inbound, match, read):
        room.run(now=later)
    return RecordsRequest.objects.get(pk=sent.pk)


def manage(*words: object, **setting: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a process and an installation of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, words)],
        cwd=ROOT,
        env=os.environ | {name: str(value) for name, value in setting.items()},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db(transaction=True)
def test_a_backup_comes_back_whole_in_another_place(
    answered: RecordsRequest, now: datetime, tmp_path: Path, settings: Any
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the other test does this on Postgres")
    settings.DATA_DIR = tmp_path
    (tmp_path / "secret_key").write_text("the key")
    folder, new = tmp_path / "backup", tmp_path / "new"
    done = archive.backup(folder=folder, now=now)
    assert done.files == done.new == Blob.objects.count()
    assert (folder / "secret_key").read_text() == "the key"
    assert not list(folder.rglob("identity_key"))
    again = archive.backup(folder=folder, now=now)
    assert (again.files, again.new) == (done.files, 0)
    setting = {"DATA_DIR": new, "DATABASE_URL": f"sqlite:///{new / 'other.sqlite3'}"}
    back = manage("restore", folder, **setting)
    assert back.returncode == 0, back.stderr
    assert "is back and verifies" in back.stdout
    assert (new / "secret_key").read_text() == "the key"
    assert "verifies" in manage("verify_archive", **setting).stdout
    refused = manage("restore", folder, **setting)
    assert refused.returncode == 1
    assert "restore into an empty one" in refused.stderr


@pytest.mark.django_db(transaction=True)
def test_a_restore_that_was_cut_off_goes_on(
    answered: RecordsRequest, now: datetime, tmp_path: Path
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the other test does this on Postgres")
    folder, new = tmp_path / "backup", tmp_path / "new"
    archive.backup(folder=folder, now=now)
    setting = {"DATA_DIR": new, "DATABASE_URL": f"sqlite:///{new / 'other.sqlite3'}"}
    lost = folder / "blobs" / answered_blob()[:2] / answered_blob()
    content = lost.read_bytes()
    lost.chmod(0o644)
    lost.write_bytes(b"altered")
    refused = manage("restore", folder, **setting)
    assert refused.returncode == 1
    assert "has been altered" in refused.stderr
    lost.write_bytes(content)
    back = manage("restore", folder, "--json", **setting)
    assert back.returncode == 0, back.stderr
    assert '"ok": true' in back.stdout


def answered_blob() -> str:
    return str(Attachment.objects.get(name="contract.pdf").blob_id)


@pytest.mark.django_db(transaction=True)
def test_what_is_no_backup_or_half_of_one_is_refused(
    answered: RecordsRequest, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").write_text("mine")
    with pytest.raises(archive.ArchiveError, match="no backup and not empty"):
        archive.backup(folder=tmp_path / "full", now=now)
    with pytest.raises(archive.ArchiveError, match="is no backup"):
        list(archive.restore(folder=tmp_path / "nowhere"))
    blobs.path_of(answered_blob()).unlink()
    with pytest.raises(blobs.BlobError, match="cannot be read"):
        archive.backup(folder=tmp_path / "half", now=now)
    with pytest.raises(archive.ArchiveError, match="never finished"):
        list(archive.restore(folder=tmp_path / "half"))


def test_a_copy_of_one_kind_of_database_is_not_forced_into_another(
    tmp_path: Path, db: None
) -> None:
    other = database.POSTGRES if connection.vendor == "sqlite" else database.SQLITE
    with pytest.raises(database.DatabaseError, match="point it at the same kind"):
        database.load(tmp_path / other)


@pytest.mark.services
def test_a_backup_comes_back_on_postgres(tmp_path: Path) -> None:
    for parent in (tmp_path, *tmp_path.parents[:2]):
        parent.chmod(parent.stat().st_mode | 0o711)  # Postgres runs as another user
    with Services(tmp_path / "services") as services:
        url = services.environment["DATABASE_URL"]
        old = {"DATABASE_URL": url, "DATA_DIR": tmp_path / "old"}
        assert manage("setup", **old).returncode == 0
        sample = ROOT / "tests" / "samples" / "acknowledgment_fr.eml"
        taken = manage("receive", sample, **old)
        assert taken.returncode == 0, taken.stderr
        made = manage("backup", tmp_path / "backup", **old)
        assert made.returncode == 0, made.stderr
        _sql(url, "CREATE DATABASE other")
        new = {"DATABASE_URL": url.replace("/postgres", "/other"), "DATA_DIR": tmp_path / "new"}
        back = manage("restore", tmp_path / "backup", **new)
        assert back.returncode == 0, back.stderr
        assert "is back and verifies" in back.stdout
        assert list((tmp_path / "new" / "blobs").glob("??/*"))


def _sql(url: str, words: str) -> None:
    subprocess.run(["psql", url, "-c", words], check=True, capture_output=True)
