"""Identity at rest: sealed in the database, opened with the right key alone, sealed anew."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection

from foia.management.commands.rotate_identity_key import sealed_columns
from foia.models import Campaign, RecordsRequest, User
from foia.models.many import insert_like, update_each
from foia.models.sealed import SealBroken, seal, unseal
from tests.conftest import NOW
from tests.web.conftest import campaign_of, written

pytestmark = pytest.mark.django_db
ADDRESS = "1 Sample Street\nChicago"


@pytest.fixture
def key_file(settings: Any, tmp_path: Path) -> Path:
    """A key file of the test's own."""
    path = tmp_path / "identity_key"
    path.write_bytes(Fernet.generate_key() + b"\n")
    path.chmod(0o600)
    settings.IDENTITY_KEY, settings.IDENTITY_KEY_FILE = [], path
    return path


@pytest.fixture
def request_of_rosa(key_file: Path, draft: Any) -> RecordsRequest:
    """A request that says where its writer lives and who they are."""
    request: RecordsRequest = draft.request
    request.signed_address, request.identity = ADDRESS, {"document": "X 1234567"}
    request.save()
    return request


def as_stored() -> str:
    """Every column of every row that may hold an identity, as the database has it."""
    with connection.cursor() as cursor:
        found = []
        for table in ("foia_recordsrequest", "foia_campaign", "foia_keptdetails"):
            cursor.execute(f"SELECT * FROM {table}")
            found += cursor.fetchall()
    return str(found)


def test_the_database_never_sees_an_address_or_a_detail(request_of_rosa: RecordsRequest) -> None:
    assert "Sample Street" not in as_stored()
    assert "1234567" not in as_stored()
    found = RecordsRequest.objects.get()
    assert (found.signed_address, found.identity) == (ADDRESS, {"document": "X 1234567"})


def test_rows_written_in_bulk_are_sealed_too(key_file: Path, citizen: User, draft: Any) -> None:
    campaign = campaign_of(citizen, NOW, identity={"telephone": "555 0100"})
    written(campaign, NOW)
    assert "Sample Street" not in as_stored()
    assert "555 0100" not in as_stored()
    addresses = RecordsRequest.objects.filter(campaign=campaign)
    assert {one.signed_address for one in addresses} == {ADDRESS}
    update_each(RecordsRequest, ["signed_address"], [("2 Other Road", addresses[0].pk)])
    assert "Other Road" not in as_stored()
    assert addresses.get(pk=addresses[0].pk).signed_address == "2 Other Road"
    like = Campaign(team=campaign.team, requester=citizen, is_sandbox=True, created_at=NOW)
    insert_like(like, ["name", "identity"], [("Another", {"document": "Y 99887766"})])
    assert "99887766" not in as_stored()


def test_the_command_seals_all_anew_and_the_old_key_opens_nothing(
    request_of_rosa: RecordsRequest, key_file: Path, capsys: Any
) -> None:
    old = key_file.read_text()
    TOTP.activate(request_of_rosa.requester, "ABCDEFGH")
    before = as_stored()
    call_command("rotate_identity_key", "--json")
    done = json.loads(capsys.readouterr().out)
    assert done["foia_recordsrequest.identity"] == done["second factors"] == 1
    assert old not in key_file.read_text()
    assert len(key_file.read_text().split()) == 1
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert as_stored() != before
    assert RecordsRequest.objects.get().signed_address == ADDRESS
    assert unseal(Authenticator.objects.get().data["secret"]) == "ABCDEFGH"
    key_file.write_text(old)
    with pytest.raises(SealBroken, match="sealed with another key"):
        RecordsRequest.objects.get()


def test_a_rotation_that_was_cut_off_leaves_everything_open_and_is_finished_by_the_next(
    request_of_rosa: RecordsRequest, key_file: Path
) -> None:
    key_file.write_text(f"{Fernet.generate_key().decode()}\n{key_file.read_text()}")
    assert RecordsRequest.objects.get().signed_address == ADDRESS
    call_command("rotate_identity_key")
    assert len(key_file.read_text().split()) == 1
    assert RecordsRequest.objects.get().signed_address == ADDRESS


def test_with_keys_in_the_environment_the_operator_puts_the_new_one_first(
    request_of_rosa: RecordsRequest, key_file: Path, settings: Any
) -> None:
    old, new = key_file.read_text().strip(), Fernet.generate_key().decode()
    settings.IDENTITY_KEY = [old]
    with pytest.raises(CommandError, match="put a new one before it"):
        call_command("rotate_identity_key")
    settings.IDENTITY_KEY = [new, old]
    call_command("rotate_identity_key")
    settings.IDENTITY_KEY = [new]
    assert RecordsRequest.objects.get().identity == {"document": "X 1234567"}


def test_changed_words_do_not_open(key_file: Path) -> None:
    sealed = seal("1 Sample Street")
    place = len(sealed) // 2
    changed = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
    with pytest.raises(SealBroken):
        unseal(changed)


def test_every_sealed_column_is_known_to_the_command() -> None:
    names = {name for name, _field in sealed_columns()}
    assert names >= {
        "foia_recordsrequest.signed_address",
        "foia_recordsrequest.identity",
        "foia_campaign.signed_address",
        "foia_campaign.identity",
        "foia_keptdetails.address",
        "foia_keptdetails.details",
    }
