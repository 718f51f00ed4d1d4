"""What can go wrong when an archive is written or read."""

from jurisdictions import DomainError


class ArchiveError(DomainError):
    """A folder that cannot be written or is not an archive."""
