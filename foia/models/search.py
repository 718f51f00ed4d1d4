"""The index of the search: one row for each thing that can be found, its words in stems."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

from foia.models.agency import Agency
from foia.models.attachment import Attachment
from foia.models.message import Message
from foia.models.records_request import RecordsRequest


class WordsField(models.TextField):  # type: ignore[type-arg]
    """Stems divided by spaces: a tsvector on Postgres; on SQLite they lie in an FTS5 table beside.

    Written by `SearchEntryQuerySet.write`, asked with `words__match`, never read back.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        return "to_tsvector('simple', %s)" if connection.vendor == "postgresql" else "%s"


@WordsField.register_lookup
class Match(models.Lookup):
    """Whether a row has the words asked for; the question is written for the database at hand."""

    lookup_name = "match"

    def get_prep_lookup(self) -> Any:
        return self.rhs

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        field, given = self.process_lhs(compiler, connection)
        return f"{field} @@ to_tsquery('simple', %s)", [*given, self.rhs]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        table = connection.ops.quote_name(self.lhs.alias)
        found = "SELECT rowid FROM foia_searchwords WHERE foia_searchwords MATCH %s"
        return f"{table}.id IN ({found})", (self.rhs,)


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    """Ways to write the index."""

    def write(self, entries: Sequence["SearchEntry"]) -> None:
        """Put entries into the index, in two statements at most; inside a transaction."""
        if connection.vendor == "postgresql":
            self.bulk_create(entries)
            return
        stems = [entry.words for entry in entries]
        for entry in entries:
            entry.words = ""
        made = self.bulk_create(entries)
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT OR REPLACE INTO foia_searchwords (rowid, words) VALUES (%s, %s)",
                [(entry.pk, words) for entry, words in zip(made, stems, strict=True)],
            )

    def forget(self) -> None:
        """Take these entries out of the index."""
        if connection.vendor != "postgresql":
            keys = list(self.values_list("pk", flat=True))
            with connection.cursor() as cursor:
                cursor.executemany(
                    "DELETE FROM foia_searchwords WHERE rowid = %s", [(key,) for key in keys]
                )
        self.delete()


class SearchEntry(models.Model):
    """A message, a page of a document, a request, a body or a copy for readers, as the search
    knows it.

    Rebuilt from the tables at any time (`manage.py reindex`). Who may see it is decided by the
    request or body it belongs to, when it is asked for.
    """

    class Kind(models.TextChoices):
        MESSAGE = "message", "Message"
        PAGE = "page", "Page of a document"
        REQUEST = "request", "Request"
        AGENCY = "agency", "Body"
        PUBLIC = "public", "Copy for readers"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    request = models.ForeignKey(
        RecordsRequest, on_delete=models.CASCADE, null=True, related_name="search_entries"
    )
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, null=True, related_name="search_entries"
    )
    attachment = models.ForeignKey(
        Attachment, on_delete=models.CASCADE, null=True, related_name="search_entries"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, null=True, related_name="search_entries"
    )
    page = models.PositiveIntegerField(default=0, help_text="Of a document; else 0")
    source = models.TextField(blank=True, help_text="Of a body: what was indexed, to see changes")
    at = models.DateTimeField(null=True)
    words = WordsField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(kind="agency"), name="a_body_is_found_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
