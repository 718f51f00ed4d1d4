"""A bag holds what a court asks for, and everybody can prove that nothing in it was changed."""

import io
import json
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import bagit
import docx
import pytest
from cryptography import x509
from django.core.management import call_command
from django.db import connection

from foia import docket
from foia.flow import archive, inbound, match, publish, read, teams
from foia.gateways import bag, timestamp
from foia.gateways.inspect import pdf
from foia.models import Campaign, CustodyEntry, EvidenceBag, Publication, RecordsRequest, User
from tests.mails import FINAL, contract, mail
from tests.waves import a_wave, letters_of


@pytest.fixture
def answered(sent: RecordsRequest, now: datetime) -> RecordsRequest:
    content = mail(FINAL, to=sent, files={"contract.pdf": contract()})
    later = now + timedelta(days=1)
    inbound.take(content=content, door="smtp", now=later)
    for room in (inbound, match, read):
        room.run(now=later)
    sent.findings.filter(category="contract").update(
        state="partly", exemptions=["5 ILCS 140/7(1)(b)"], page=2
    )
    return RecordsRequest.objects.get(pk=sent.pk)


@pytest.fixture
def published(answered: RecordsRequest, citizen: User, now: datetime) -> RecordsRequest:
    publication = publish.prepare(request=answered, by=citizen, now=now)
    while publish.run(now=now):
        pass
    publish.publish(publication=publication, by=citizen, now=now)
    return answered


def words_in(folder: Path) -> str:
    """Return everything readable in a folder: names, texts, and the texts of its PDFs."""
    found = []
    for path in folder.rglob("*"):
        found.append(path.name)
        if path.suffix == ".pdf":
            found += pdf.text_of(path.read_bytes())
        elif path.is_file():
            found.append(path.read_text(errors="replace"))
    return " ".join("\n".join(found).split())


def test_a_bag_holds_the_papers_a_court_asks_for(
    answered: RecordsRequest, now: datetime, tmp_path: Path
) -> None:
    folder = archive.write(request=answered, folder=tmp_path / "bag", now=now)
    data = folder / "data"
    exhibits = (data / "exhibits.csv").read_text(encoding="utf-8-sig")
    assert "contract.pdf" in exhibits
    assert all((data / line.split(";")[5]).is_file() for line in exhibits.splitlines()[1:])
    log = (data / "withholding-log.csv").read_text(encoding="utf-8-sig")
    assert "5 ILCS 140/7(1)(b)" in log and "Partly withheld" in log
    timeline = " ".join(" ".join(pdf.text_of((data / "timeline.pdf").read_bytes())).split())
    assert "5 ILCS 140/3" in timeline and "Days that do not count" in timeline
    assert "Exhibits" in timeline and "Withholding log" in timeline
    draft = " ".join(" ".join(pdf.text_of((data / "certification-draft.pdf").read_bytes())).split())
    assert "DRAFT, NOT SIGNED" in draft
    assert "902(11), (13) and (14)" in draft and "28 U.S.C. § 1746" in draft
    signed = docx.Document(str(data / "certification-draft.docx"))
    assert any("certify" in paragraph.text for paragraph in signed.paragraphs)
    assert "bagit.py --validate" in (data / "README.txt").read_text()


def test_the_bag_says_by_which_profile_it_is_made_and_keeps_it(
    answered: RecordsRequest, now: datetime, tmp_path: Path
) -> None:
    folder = archive.write(request=answered, folder=tmp_path / "bag", now=now)
    profile = json.loads((folder / "evidence-bag-profile.json").read_text())
    told = bagit.Bag(str(folder)).info
    assert told["BagIt-Profile-Identifier"].endswith("/static/evidence-bag-profile.json")
    for name, rule in profile["Bag-Info"].items():
        assert not rule["required"] or name in told
    assert "evidence-bag-profile.json" in (folder / bag.TAGS).read_text()


def test_the_public_bag_holds_what_readers_see_and_nothing_of_the_requester(
    published: RecordsRequest, now: datetime, tmp_path: Path
) -> None:
    RecordsRequest.objects.update(signed_address="12 Elm Street")
    folder = archive.write(request=published, folder=tmp_path / "bag", now=now, is_public=True)
    bagit.Bag(str(folder)).validate()
    said = words_in(folder)
    for mine in ("Rosa", "Elm Street", published.reference, published.reply_token, "rosa@"):
        assert mine not in said
    assert not list(folder.rglob("mail.eml"))
    assert not list(folder.rglob("certification*"))
    assert (folder / "data/messages/002-in/01-contract.pdf").read_bytes() != contract()
    assert "search and no policy responsive" in said


def test_what_is_not_public_has_no_public_bag(
    answered: RecordsRequest, now: datetime, tmp_path: Path
) -> None:
    with pytest.raises(archive.ArchiveError, match="is not public"):
        archive.write(request=answered, folder=tmp_path / "bag", now=now, is_public=True)
    assert list(tmp_path.glob("*bag*")) == []


@pytest.mark.parametrize("file", ["data/exhibits.csv", "evidence-bag-profile.json", "bag-info.txt"])
def test_one_changed_byte_anywhere_is_found_by_both(
    answered: RecordsRequest, now: datetime, tmp_path: Path, file: str
) -> None:
    folder = archive.write(request=answered, folder=tmp_path / "bag", now=now)
    path = folder / file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert any(file in line for line in archive.verify_folder(folder))
    with pytest.raises(bagit.BagError):
        bagit.Bag(str(folder)).validate()


def test_a_bag_asked_for_is_made_packed_kept_and_thrown_away(
    answered: RecordsRequest, citizen: User, now: datetime, tmp_path: Path
) -> None:
    asked = archive.ask_for_bag(request=answered, by=citizen, now=now)
    assert archive.ask_for_bag(request=answered, by=citizen, now=now) == asked
    assert archive.run_bags(now=now) == 1
    asked.refresh_from_db()
    path = archive.file_of_bag(asked)
    assert (asked.state, asked.size) == ("ready", path.stat().st_size)
    assert CustodyEntry.objects.filter(act="bagged", digest=asked.sha256).exists()
    with zipfile.ZipFile(path) as packed:
        packed.extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    bagit.Bag(str(folder)).validate()
    assert list(path.parent.iterdir()) == [path]
    archive.run_bags(now=now + timedelta(days=8))
    assert not path.exists() and not EvidenceBag.objects.exists()


def test_a_bag_that_cannot_be_made_says_why(
    answered: RecordsRequest, citizen: User, now: datetime
) -> None:
    asked = archive.ask_for_bag(request=answered, by=citizen, now=now, is_public=True)
    archive.run_bags(now=now)
    asked.refresh_from_db()
    assert (asked.state, asked.trouble) == (
        "failed",
        f"{answered.reference} is not public; publish it first.",
    )
    with pytest.raises(archive.ArchiveError, match="not there any more"):
        archive.file_of_bag(asked)


@pytest.fixture
def campaign(answered: RecordsRequest, citizen: User, now: datetime) -> Campaign:
    """A campaign to which the answered request belongs."""
    made = Campaign.objects.create(
        team=teams.team_of(citizen, now=now),
        requester=citizen,
        name="Who searches faces?",
        technology="frt_search",
        signed_name="Rosa Resident",
        is_sandbox=True,
        created_at=now,
    )
    RecordsRequest.objects.filter(pk=answered.pk).update(campaign=made)
    return made


def test_a_campaigns_bag_holds_each_of_its_requests(
    campaign: Campaign, answered: RecordsRequest, now: datetime, tmp_path: Path
) -> None:
    seen: list[tuple[int, int]] = []
    folder = archive.write_campaign(
        campaign=campaign,
        folder=tmp_path / "bag",
        now=now,
        told=lambda *how_far: seen.append(how_far),
    )
    bagit.Bag(str(folder)).validate()
    place = folder / "data" / "requests" / answered.reference
    assert (place / "timeline.pdf").is_file()
    assert (place / "messages/002-in/00-contract.pdf").read_bytes() == contract()
    listed = (folder / "data/exhibits.csv").read_text(encoding="utf-8-sig").splitlines()
    assert all((folder / "data" / line.split(";")[5]).is_file() for line in listed[1:])
    assert seen == [(1, 1)]
    with pytest.raises(archive.ArchiveError, match="no request"):
        archive.write_campaign(campaign=campaign, folder=tmp_path / "two", now=now, is_public=True)


def test_the_command_shows_how_far_a_campaigns_bag_is_unless_a_program_asks(
    campaign: Campaign, tmp_path: Path, capsys: Any
) -> None:
    call_command("archive", str(campaign.uuid), tmp_path / "bag")
    assert "100% 1 of 1" in capsys.readouterr().err
    call_command("archive", str(campaign.uuid), tmp_path / "again", "--json")
    said = capsys.readouterr()
    assert (json.loads(said.out)["of"], said.err) == (str(campaign.uuid), "")


def test_a_campaigns_bag_costs_each_request_the_same_and_no_memory_more(
    answered: RecordsRequest, citizen: User, now: datetime, tmp_path: Path
) -> None:
    costs, asked = {}, list[str]()

    def note(execute: Any, sql: str, *more: Any) -> Any:
        asked.append(sql[:6])
        return execute(sql, *more)

    for number in (1, 5, 30):  # the first warms up
        wave = a_wave(citizen, now=now)
        letters = letters_of(wave, number, now=now)
        sent: dict[str, Any] = {"kind": "sent", "at": now, "details": {"channel": "email"}}
        events = [docket.Happened(letter.the_request, **sent) for letter in letters]
        docket.record_all(events, now=now)
        before = len(asked)
        with connection.execute_wrapper(note):
            tracemalloc.start()
            folder = tmp_path / str(number)
            archive.write_campaign(campaign=wave.campaign, folder=folder, now=now)
            costs[number] = len(asked) - before, tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    assert len(list(folder.glob("data/requests/*/timeline.pdf"))) == 30
    a_request = (costs[30][0] - costs[5][0]) / 25
    assert a_request == (costs[5][0] - costs[1][0]) / 4 <= 20
    assert costs[30][1] < 1.2 * costs[5][1]


def test_what_readers_may_not_see_any_more_is_left_out_of_a_bag_that_is_being_made(
    published: RecordsRequest, campaign: Campaign, citizen: User, now: datetime, tmp_path: Path
) -> None:
    wave = a_wave(citizen, now=now)
    (letter,) = letters_of(wave, 1, now=now)
    second = letter.the_request
    RecordsRequest.objects.filter(pk=second.pk).update(campaign=campaign, stage="overdue")
    facts = {"asked_by": citizen, "published_by": citizen, "asked_at": now, "published_at": now}
    publication = Publication.objects.create(request=second, state="public", **facts)

    def take_back(done: int, total: int) -> None:
        Publication.objects.filter(pk=publication.pk).update(state="private")

    folder = archive.write_campaign(
        campaign=campaign, folder=tmp_path / "bag", now=now, is_public=True, told=take_back
    )
    (kept,) = (folder / "data" / "requests").iterdir()
    assert kept.name == str(published.uuid)


def test_a_large_file_is_written_in_little_memory(tmp_path: Path) -> None:
    def fill(payload: Path) -> None:
        with (payload / "large.bin").open("wb") as out:
            out.seek(200_000_000)
            out.write(b"end")

    tracemalloc.start()
    bag.write(tmp_path / "bag", fill, {})
    assert list(bag.problems(tmp_path / "bag")) == []
    bag.zipped(tmp_path / "bag", tmp_path / "bag.zip")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 20_000_000


# --- Time stamps, by an authority of our own on loopback ---


def _openssl(*args: str, place: Path, given: bytes = b"") -> bytes:
    done = subprocess.run(
        ["openssl", *args], cwd=place, input=given, capture_output=True, check=True
    )
    return done.stdout


CONFIG = """
[tsa]
default_tsa = own
[own]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
certs = root.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[ext]
extendedKeyUsage = critical,timeStamping
"""


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A time-stamp authority that answers over HTTP: its address and its folder."""
    place = tmp_path_factory.mktemp("tsa")
    (place / "tsa.cnf").write_text(CONFIG)
    (place / "serial").write_text("01\n")
    key = ("-newkey", "rsa:2048", "-nodes")
    _openssl(
        *("req", "-x509", *key, "-keyout", "root.key", "-out", "root.pem", "-days", "2"),
        *("-subj", "/CN=Root of the tests", "-addext", "keyUsage=critical,keyCertSign"),
        place=place,
    )
    _openssl(
        *("req", *key, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=TSA of the tests"),
        place=place,
    )
    _openssl(
        *("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key"),
        *("-CAcreateserial", "-out", "tsa.pem", "-days", "2", "-extfile", "tsa.cnf"),
        *("-extensions", "ext"),
        place=place,
    )

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            (place / "asked.tsq").write_bytes(asked)
            answer = _openssl(
                *("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "asked.tsq"), place=place
            )
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", place
    server.shutdown()
    server.server_close()


def test_a_stamped_bag_is_proved_by_openssl_and_by_us(
    answered: RecordsRequest,
    now: datetime,
    tmp_path: Path,
    settings: Any,
    authority: tuple[str, Path],
) -> None:
    settings.TIMESTAMP_URL, place = authority
    folder = archive.write(request=answered, folder=tmp_path / "bag", now=now)
    bagit.Bag(str(folder)).validate()
    stamp, manifest = folder / "timestamp.tsr", folder / bag.MANIFEST
    said = _openssl(
        *("ts", "-verify", "-in", str(stamp), "-data", str(manifest), "-CAfile", "root.pem"),
        place=place,
    )
    assert b"Verification: OK" in said
    root = x509.load_pem_x509_certificate((place / "root.pem").read_bytes())
    timestamp.verify(stamp.read_bytes(), manifest.read_bytes(), [root])
    moment = timestamp.moment_of(stamp.read_bytes())
    assert abs(moment.replace(tzinfo=UTC) - datetime.now(UTC)) < timedelta(minutes=5)
    with pytest.raises(timestamp.TimestampError, match="does not hold"):
        timestamp.verify(stamp.read_bytes(), manifest.read_bytes() + b" ", [root])


def test_an_authority_that_is_away_leaves_no_bag(
    answered: RecordsRequest, now: datetime, tmp_path: Path, settings: Any
) -> None:
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(timestamp.TimestampError, match="gave no time stamp"):
        archive.write(request=answered, folder=tmp_path / "bag", now=now)
    assert list(tmp_path.glob("*bag*")) == []


def test_the_command_line_of_bagit_agrees(
    answered: RecordsRequest, now: datetime, tmp_path: Path
) -> None:
    folder = archive.write(request=answered, folder=tmp_path / "bag", now=now)
    tool = [sys.executable, "-m", "bagit", "--validate", str(folder)]
    assert subprocess.run(tool, capture_output=True, check=False).returncode == 0
    (folder / "data" / "README.txt").write_text("changed")
    assert subprocess.run(tool, capture_output=True, check=False).returncode == 1


def test_an_unpacked_zip_is_the_bag(tmp_path: Path) -> None:
    bag.write(tmp_path / "bag", lambda payload: (payload / "a.txt").write_text("a"), {})
    bag.zipped(tmp_path / "bag", tmp_path / "bag.zip")
    with zipfile.ZipFile(io.BytesIO((tmp_path / "bag.zip").read_bytes())) as packed:
        assert "bag/data/a.txt" in packed.namelist()
