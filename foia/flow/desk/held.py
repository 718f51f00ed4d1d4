"""Anticipated trouble at the desk."""

from jurisdictions import DomainError


class DeskError(DomainError):
    """Something at the desk that cannot be done as asked, and what to do instead."""
