"""The virus scanner: a real clamd, asked over its socket and over its port."""

from pathlib import Path
from typing import Any

import pytest

from foia.gateways import scanner
from tests.clamd import BAD, NAME, PORT, clamd

__all__ = ["clamd"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.fixture(params=["socket", "port"])
def reached(request: Any, clamd: Path, settings: Any) -> None:
    settings.CLAMD = f"unix:{clamd}" if request.param == "socket" else f"127.0.0.1:{PORT}"


@pytest.mark.usefixtures("reached")
def test_it_tells_a_virus_from_a_letter(file: Path) -> None:
    file.write_bytes(BAD)
    verdict = scanner.scan(file)
    assert not verdict.is_clean and verdict.found.startswith(NAME)
    file.write_bytes(b"Dear Ms Resident")
    assert scanner.scan(file).is_clean
    assert scanner.version().startswith("ClamAV")


@pytest.mark.usefixtures("reached")
def test_a_file_too_large_for_it_is_neither_clean_nor_infected(file: Path) -> None:
    file.write_bytes(b"x" * 8_000_000)
    assert scanner.scan(file).is_clean is None


@pytest.mark.parametrize("where", ["unix:/nowhere/at/all", "127.0.0.1:1"])
def test_a_scanner_that_is_away_is_named(file: Path, settings: Any, where: str) -> None:
    settings.CLAMD = where
    file.write_bytes(b"x")
    with pytest.raises(scanner.ScannerError, match="cannot be asked"):
        scanner.scan(file)
