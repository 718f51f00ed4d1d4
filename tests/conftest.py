"""What every test may ask for: folders of its own, a request to Chicago, mail over real SMTP."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from foia import drafts, samples
from foia.flow import compose, outbox
from foia.gateways.door import Door
from foia.letters.compose import default_ask
from foia.management.catalogues import compile_catalogues
from foia.models import Agency, Message, RecordsRequest, User
from tests.sink import Sink, listening
from worker.doors import doors
from worker.services import free_port

NOW = datetime(2026, 11, 16, 9, 12, tzinfo=ZoneInfo("America/Chicago"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite in a real file, so that threads and processes meet its real locks."""
    database = connections.settings["default"]
    if database["ENGINE"].endswith("sqlite3"):
        path = tmp_path_factory.mktemp("database") / "tests.sqlite3"
        database["TEST"]["NAME"] = str(path)


@pytest.fixture(scope="session", autouse=True)
def languages_of_the_screens() -> None:
    """Make the compiled words that `manage.py setup` makes."""
    compile_catalogues()


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    """Give the test a store and an archive of its own, and let no mail leave."""
    settings.BLOB_DIR = tmp_path / "blobs"
    settings.ARCHIVE_DIR = tmp_path / "archive"
    settings.IS_SANDBOX = True


@pytest.fixture
def now() -> datetime:
    """A Monday morning in Chicago, before Thanksgiving."""
    return NOW


@pytest.fixture
def citizen(db: None) -> User:
    return User.objects.create_user("rosa@openshutter.example", full_name="Rosa Resident")


@pytest.fixture
def draft_to(citizen: User, now: datetime) -> Callable[..., Message]:
    """A function that drafts a letter of the citizen's to one of the sample bodies."""
    samples.load()

    def draft(slug: str, technology: str = "frt_search", **fields: Any) -> Message:
        facts: dict[str, Any] = {
            "requester": citizen,
            "agency": Agency.objects.get(slug=slug),
            "technology": technology,
            "ask": default_ask(technology, ["usage_policy", "contract"], "en"),
            "signed_name": "Rosa Resident",
            "now": now,
        }
        return compose.start(**(facts | fields))

    return draft


@pytest.fixture
def draft(draft_to: Callable[..., Message]) -> Message:
    """The Chicago letter: face search by police, usage policy and contract."""
    return draft_to("chicago-police-department")


def approve(message: Message, by: User, now: datetime = NOW) -> Message:
    """Approve a draft as shown; return it as it stands then."""
    shown = drafts.preview(message=message, now=now)
    compose.approve(message=message, digest=shown.digest, by=by, now=now)
    return Message.objects.select_related("request__agency").get(pk=message.pk)


def approved_as(message: Message, **columns: str) -> Message:
    """Have an approved letter say something else, as if that had been approved."""
    for name, value in columns.items():
        setattr(message, name, value)
    message.approved_digest = message.content_digest()
    message.save()
    return message


@pytest.fixture
def approved(draft: Message, citizen: User) -> Message:
    return approve(draft, citizen)


@pytest.fixture
def real_smtp(settings: Any) -> None:
    """Mail leaves over SMTP, to a port of the test's own where nobody listens yet."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_TIMEOUT = 10


@pytest.fixture
def sink(settings: Any, real_smtp: None) -> Iterator[Sink]:
    """A mail service on loopback that takes everything, until it is told otherwise."""
    with listening(Sink(port=settings.EMAIL_PORT)) as sink:
        yield sink


@pytest.fixture
def sent(approved: Message, sink: Sink, now: datetime) -> RecordsRequest:
    """The Chicago request after its letter has left."""
    outbox.run(now=now)
    return RecordsRequest.objects.select_related("agency").get(pk=approved.request_id)


def environment(**more: object) -> dict[str, str]:
    """Return what a process of its own needs to work on the tests' database."""
    database = connections["default"].settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connections["default"].vendor == "postgresql":
        url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    settings = {"DJANGO_SETTINGS_MODULE": "foia.settings", "DATABASE_URL": url}
    return os.environ | settings | {name: str(value) for name, value in more.items()}


@pytest.fixture
def open_doors(
    transactional_db: None, settings: Any, real_smtp: None
) -> Iterator[tuple[Door, ...]]:
    """The doors of an installation in the sandbox, on ports of their own."""
    settings.DOOR_PORT, settings.SANDBOX_PORT = free_port(), free_port()
    settings.EMAIL_PORT = settings.SANDBOX_PORT
    with ExitStack() as stack:
        listening = doors(clock=lambda: NOW)
        for door in listening:
            door.open()
            stack.callback(door.stop)
        yield listening
