"""Slugs of what comes from tables."""

import hashlib

from django.utils.text import slugify


def slug_of(name: str, *known_by: object) -> str:
    """Return a slug that no other body or system has, and that is the same at each import."""
    digest = hashlib.sha256("|".join(map(str, known_by)).encode()).hexdigest()
    return f"{slugify(name)[:90] or 'body'}-{digest[:16]}"
