"""Postgres and Redis of the story's own."""

import os
from collections.abc import Iterator

import pytest

from worker.services import ServiceError, Services


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Postgres and Redis of the test's own."""
    folder = tmp_path_factory.mktemp("services")
    for parent in (folder, *folder.parents[:3]):
        parent.chmod(parent.stat().st_mode | 0o711)  # Postgres runs as another user
    try:
        with Services(folder) as running:
            yield running
    except ServiceError as error:
        if os.environ.get("OPEN_SHUTTER_ALLOW_MISSING"):
            pytest.skip(str(error))
        raise
