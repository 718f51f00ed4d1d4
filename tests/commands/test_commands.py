"""Commands that programs can rely on: JSON on stdout, trouble as one sentence and exit code 1."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mails import EXTENSION, SAMPLES, contract, mail

ROOT = Path(__file__).parents[2]
Run = subprocess.CompletedProcess[str]


class Installation:
    """An installation of its own in one folder, used through its commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str | Path, input: bytes | None = None, **more: str) -> Run:
        bare = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("EMAIL") and name not in ("DATABASE_URL", "REDIS_URL")
        }
        done = subprocess.run(
            [sys.executable, "manage.py", *map(str, words)],
            cwd=ROOT,
            env=bare | {"DATA_DIR": str(self.folder)} | more,
            input=input,
            capture_output=True,
            check=False,
            timeout=60,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation that is set up."""
    installation = Installation(tmp_path_factory.mktemp("installation"))
    done = installation.run("setup")
    assert done.returncode == 0, done.stderr
    return installation


def assert_one_sentence(done: Run, *words: str) -> None:
    """Check that a command failed as a program expects."""
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert done.stderr.strip().endswith("."), done.stderr
    for word in words:
        assert word in done.stderr, done.stderr


def test_setup_shows_its_progress_and_can_be_repeated(ready: Installation) -> None:
    again = ready.run("setup")
    assert again.returncode == 0, again.stderr
    assert "[1/5] database … sqlite3" in again.stdout
    assert "0 added" in again.stdout
    assert "there already" in again.stdout


def test_setup_without_a_database_is_one_sentence(tmp_path: Path) -> None:
    done = Installation(tmp_path).run("setup", DATABASE_URL="sqlite:////no/such/folder/db.sqlite3")
    assert_one_sentence(done, "database cannot be used")


def test_a_database_that_was_never_set_up_is_one_sentence(tmp_path: Path) -> None:
    path = SAMPLES / "extension_chicago.eml"
    assert_one_sentence(Installation(tmp_path).run("receive", path), "manage.py setup")


def test_receive_says_what_a_mail_is_as_json(ready: Installation, tmp_path: Path) -> None:
    content = mail(
        EXTENSION,
        to="x@reply.openshutter.example",
        files={"contract.pdf": contract()},
        Message_ID="<one@city.example>",
    )
    path = tmp_path / "mail.eml"
    path.write_bytes(content)
    done = ready.run("receive", path, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert said["subject"] == "RE: Illinois FOIA request"
    assert said["from"] == "Records Section <foia@chicago-police.example>"
    assert said["to"] == ["x@reply.openshutter.example"]
    assert said["date"] == "2026-11-16T12:00:00-06:00"
    assert "five (5) business days" in said["text"]
    (file,) = said["attachments"]
    assert (file["name"], file["type"], file["size"]) == (
        "contract.pdf",
        "application/pdf",
        len(contract()),
    )
    assert len(file["sha256"]) == len(said["sha256"]) == 64
    assert said["kind"] == "extension"
    assert any("extending the time" in piece["quote"] for piece in said["evidence"])
    assert (said["filing"], said["request"]) == ("triage", None)
    assert said["reasons"]


def test_receive_takes_the_same_mail_once_from_a_file_and_from_input(
    ready: Installation, tmp_path: Path
) -> None:
    content = mail("The same words.", to="x@reply.openshutter.example")
    path = tmp_path / "mail.eml"
    path.write_bytes(content)
    first = json.loads(ready.run("receive", path, "--json").stdout)
    again = json.loads(ready.run("receive", "-", "--json", input=content).stdout)
    assert first == again


@pytest.mark.parametrize(
    "name",
    ["odd_no_message_id_from_date", "odd_unknown_charset", "odd_nuls", "odd_no_headers_at_all"],
)
def test_receive_takes_odd_mail(ready: Installation, name: str) -> None:
    done = ready.run("receive", SAMPLES / f"{name}.eml")
    assert (done.returncode, done.stderr) == (0, "")
    assert "waits in triage" in done.stdout


def test_receive_takes_thirty_megabytes(ready: Installation) -> None:
    big = mail(
        "See the file.", to="x@reply.openshutter.example", files={"a.bin": bytes(30_000_000)}
    )
    done = ready.run("receive", "-", "--json", input=big)
    assert json.loads(done.stdout)["attachments"][0]["size"] == 30_000_000


def test_receive_says_in_one_sentence_what_it_cannot_take(
    ready: Installation, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.eml"
    empty.write_text(" \n")
    assert_one_sentence(ready.run("receive", tmp_path / "none.eml"), "none.eml cannot be read")
    assert_one_sentence(ready.run("receive", tmp_path), "cannot be read")
    assert_one_sentence(ready.run("receive", empty), "is empty")
    assert_one_sentence(ready.run("receive"), "No mail is named")
    big = ready.run("receive", SAMPLES / "odd_nuls.eml", MAX_MAIL_BYTES="10")
    assert_one_sentence(big, "MAX_MAIL_BYTES")


def test_receive_tries_again_what_failed(ready: Installation) -> None:
    done = ready.run("receive", "--failed")
    assert (done.returncode, done.stdout) == (0, "0 of 0 mails were taken in.\n")


@pytest.fixture
def spoiled(ready: Installation) -> Iterator[Path]:
    """A stored file with one byte changed, mended afterwards."""
    ready.run("receive", SAMPLES / "extension_chicago.eml")
    path = sorted((ready.folder / "blobs").glob("??/*"))[0]
    whole = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    yield path
    path.write_bytes(whole)


def test_verify_archive_proves_the_store(ready: Installation) -> None:
    ready.run("receive", SAMPLES / "extension_chicago.eml")
    assert "The archive verifies" in ready.run("verify_archive").stdout
    done = ready.run("verify_archive", "--json")
    assert json.loads(done.stdout) == {"ok": True, "found": []}


def test_verify_archive_names_what_is_wrong(ready: Installation, spoiled: Path) -> None:
    done = ready.run("verify_archive", "--json")
    assert_one_sentence(done, "does not verify: 1 finding")
    (found,) = json.loads(done.stdout)["found"]
    assert spoiled.name[:12] in found
    assert "have been altered" in found


def test_verify_archive_says_what_is_no_archive(ready: Installation, tmp_path: Path) -> None:
    assert_one_sentence(ready.run("verify_archive", tmp_path), "is not an archive folder")
    assert_one_sentence(ready.run("verify_archive", tmp_path / "none"), "is not an archive folder")


SEED = """
from django.utils import timezone
from foia.flow import compose
from foia.letters.compose import default_ask
from foia.models import Agency, User
from foia import docket
draft = compose.start(
    requester=User.objects.get(), agency=Agency.objects.get(slug="chicago-police-department"),
    technology="frt_search", ask=default_ask("frt_search", ["contract"], "en"),
    signed_name="Rosa", now=timezone.now(),
)
docket.record(request=draft.request, kind="sent", at=timezone.now(), now=timezone.now(),
              details={"channel": "email"})
print(draft.request.reference)
"""


def test_archive_writes_a_folder_that_verifies_until_a_byte_changes(
    ready: Installation, tmp_path: Path
) -> None:
    reference = ready.run("shell", "-v", "0", "-c", SEED).stdout.strip()
    folder = tmp_path / "bag"
    done = ready.run("archive", reference.lower(), folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert ready.run("verify_archive", folder).returncode == 0
    assert_one_sentence(ready.run("archive", reference, folder), "exists already")
    path = folder / "data" / "docket.json"
    path.write_bytes(path.read_bytes().replace(b"sent", b"seen", 1))
    done = ready.run("verify_archive", folder)
    assert_one_sentence(done, "does not verify")
    assert "docket.json" in done.stdout


def test_archive_says_in_one_sentence_what_it_cannot_write(
    ready: Installation, tmp_path: Path
) -> None:
    assert_one_sentence(ready.run("archive", "OS-22222222", tmp_path / "x"), "OS-22222222")
    unnamed = ready.run("archive")
    assert (unnamed.returncode, "REFERENCE" in unnamed.stderr) == (1, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEB_PORT", "x"),
        ("WEB_PORT", "0"),
        ("DOOR_PORT", "65536"),
        ("SANDBOX_PORT", "0.5"),
        ("MAX_MAIL_BYTES", "-1"),
        ("DATABASE_URL", "x"),
        ("DATABASE_URL", "postgres://"),
        ("DATABASE_URL", "mysql://user:hunter2@host/name"),
        ("DATABASE_URL", "postgres://user:hunter2@host:port/name"),
        ("REDIS_URL", "x"),
        ("EMAIL_URL", "x"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp+tls://user:hunter2@host:port"),
        ("REPLY_DOMAIN", "two@signs"),
        ("DATA_DIR", __file__),
    ],
)
def test_a_setting_that_cannot_be_used_ends_in_one_sentence(
    name: str, value: str, tmp_path: Path
) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path), name: value}
    ended = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "check_packs"],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"The setting {name} cannot be used; expected ")
    assert ended.stderr.count("\n") == 1
    assert "hunter2" not in ended.stderr


def test_a_secret_key_that_was_cut_off_is_made_anew_and_one_that_is_kept_stays(
    tmp_path: Path,
) -> None:
    key = tmp_path / "secret_key"
    key.touch()
    kept = []
    for _ in range(2):
        environment = {**os.environ, "DATA_DIR": str(tmp_path), "SECRET_KEY": ""}
        subprocess.run([sys.executable, str(ROOT / "manage.py"), "help"], env=environment)
        kept.append(key.read_text())
    assert len(kept[0]) >= 50
    assert kept[0] == kept[1]
    assert key.stat().st_mode & 0o077 == 0
