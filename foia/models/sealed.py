"""Columns whose words are encrypted in the database, with keys that lie outside of it (ADR 20).

A sealed column cannot be searched, and is opened only where a row is read. Words of a database that
lost its key, or that somebody has changed, do not open: `SealBroken`.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

from jurisdictions import DomainError


class SealBroken(DomainError):
    """Sealed words that no key of this installation opens."""


def keys() -> tuple[str, ...]:
    """Return the keys of this installation, the one that seals first; the others still open."""
    if settings.IDENTITY_KEY:
        return tuple(settings.IDENTITY_KEY)
    path = settings.IDENTITY_KEY_FILE
    return _keys_in(path, path.stat().st_mtime_ns)


def seal(words: str) -> str:
    """Return words encrypted and authenticated; none stay none."""
    return _ring(keys()).encrypt(words.encode()).decode() if words else ""


def unseal(sealed: str) -> str:
    """Return the words that were sealed, by whichever key."""
    if not sealed:
        return ""
    try:
        return _ring(keys()).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBroken(
            "An address or identity detail cannot be opened: it was sealed with another key than"
            " those on file, or changed; put the right key back (see the README, IDENTITY_KEY)."
        ) from error


def resealed(sealed: str) -> str:
    """Return the same words sealed with the first key."""
    return seal(unseal(sealed))


@lru_cache(maxsize=8)
def _keys_in(path: Path, _changed_at: int) -> tuple[str, ...]:
    """The keys of a file, one a line; read anew when it changes, so a rotation needs no restart."""
    return tuple(path.read_text(encoding="ascii").split())


@lru_cache(maxsize=8)
def _ring(known: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in known])


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is sealed in the database and plain in Python."""

    def from_db_value(self, value: str | None, *_: object) -> Any:
        """Open what the database holds."""
        return None if value is None else unseal(value)

    def get_prep_value(self, value: Any) -> Any:
        """Seal what goes into the database."""
        return None if value is None else seal(str(value))


class SealedJSONField(SealedTextField):
    """A dict of plain values that is sealed in the database as JSON."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, *_: object) -> Any:
        """Open what the database holds; nothing is an empty dict."""
        return json.loads(unseal(value)) if value else {}

    def get_prep_value(self, value: Any) -> Any:
        """Seal what goes into the database."""
        return seal(json.dumps(value, ensure_ascii=False)) if value else ""

    def to_python(self, value: Any) -> Any:
        """Take a dict as it is."""
        return value
