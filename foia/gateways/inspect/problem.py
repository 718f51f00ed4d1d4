"""What an inspection finds in a file, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jurisdictions import DomainError


class UnreadableError(DomainError):
    """A file that cannot be looked into; it stays private."""


@dataclass(frozen=True)
class Problem:
    """One thing in a file that readers must not get: its kind, where, and how often or what.

    `kind` is one of `KINDS`; `page` counts from 1, 0 for the whole file. `where` names a sheet or
    a part of the file. The hidden words themselves are never repeated here.
    """

    kind: str
    page: int = 0
    where: str = ""
    count: int = 1

    def plain(self) -> dict[str, Any]:
        """Return it as it is kept in a row."""
        return {
            "kind": self.kind,
            "page": self.page,
            "where": self.where[:120],
            "count": self.count,
        }

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Problem":
        """Return what `plain` kept."""
        return cls(row["kind"], row.get("page", 0), row.get("where", ""), row.get("count", 1))


#: Gone from the copy that is made for readers.
REMOVED = frozenset(
    {
        "metadata",
        "embedded_files",
        "javascript",
        "annotations",
        "covered_pictures",
        "revisions",
        "form",
        "picture_facts",
        "picture_place",
        "thumbnail",
        "custom_parts",
        "html_active",
        "html_comments",
        "html_remote",
    }
)
#: Pages of a PDF that are shown to readers as pictures of themselves, and nothing below.
DRAWN = frozenset({"annotations", "covered_pictures", "form"})
#: Meant to be blacked out, and still there: a leak of the body's own making.
LEAKS = frozenset({"text_under_box", "unseen_text", "redaction_mark"})
#: Would still be in a copy: the file stays private until somebody makes a better one.
HIDDEN = frozenset(
    {
        "hidden_layers",
        "text_off_page",
        "hidden_sheets",
        "hidden_rows",
        "hidden_columns",
        "comments",
        "tracked_changes",
        "hidden_text",
        "hidden_slides",
        "speaker_notes",
        "embedded_objects",
        "macros",
        "pivot_caches",
        "external_links",
        "html_hidden",
        "more_frames",
    }
)
#: The requester stands in it, or may stand in a picture of a page that nobody can search.
OF_REQUESTER = frozenset({"requester", "pictures_only"})
UNKNOWN = frozenset({"unknown_type", "unreadable", "locked", "too_large", "infected"})
KINDS = REMOVED | LEAKS | HIDDEN | OF_REQUESTER | UNKNOWN
