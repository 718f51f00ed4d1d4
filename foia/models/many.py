"""Many rows at once: alike but for a few columns, written or changed by one statement."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection, models

from foia.models.sealed import SealedTextField

#: Columns whose values go into the database as they are.
_PLAIN = (models.CharField, models.TextField, models.ForeignKey, models.IntegerField)
Prepare = Callable[[Any], Any]


def insert_like(
    prototype: models.Model, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert a row for each of `rows`, which give the columns `names`; all else is the prototype's.

    One `executemany` on SQLite, one COPY on Postgres; keys are the database's own.
    """
    meta = type(prototype)._meta
    fields = [f for f in meta.concrete_fields if not f.primary_key and not f.generated]
    base = [f.get_db_prep_save(getattr(prototype, f.attname), connection) for f in fields]
    place_of = {f.attname: place for place, f in enumerate(fields)}
    given = [(place_of[name], _prepare(fields[place_of[name]])) for name in names]
    _insert(
        meta.db_table, [str(f.column) for f in fields], (_row(base, given, row) for row in rows)
    )


def insert_new(rows: Sequence[models.Model], unique: str) -> None:
    """Insert rows by one statement and give them their keys.

    One whose column `unique` has a value that is known already is left out, and has no key.
    """
    if not rows:
        return
    meta = type(rows[0])._meta
    fields = [f for f in meta.concrete_fields if not f.primary_key and not f.generated]
    quote = connection.ops.quote_name
    named = ", ".join(quote(str(field.column)) for field in fields)
    blanks = "({})".format(", ".join(["%s"] * len(fields)))
    values = [
        f.get_db_prep_save(getattr(row, f.attname), connection) for row in rows for f in fields
    ]
    known_by, key = quote(str(_field(type(rows[0]), unique).column)), quote(str(meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(meta.db_table)} ({named}) VALUES {', '.join([blanks] * len(rows))}"
            f" ON CONFLICT ({known_by}) DO NOTHING RETURNING {known_by}, {key}",
            values,
        )
        keys = dict(cursor.fetchall())
    for row in rows:
        row.pk = keys.get(getattr(row, unique))
        row._state.adding = row.pk is None


def update_each(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Set the columns `names` of single rows; each of `rows` ends with its primary key."""
    fields = [_field(model, name) for name in names]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = quote(str(model._meta.pk.column))
    prepares = [_prepare(field) for field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {key} = %s",
            [(*map(_prepared, prepares, row[:-1]), row[-1]) for row in rows],
        )


def _field(model: type[models.Model], name: str) -> Any:
    return next(f for f in model._meta.concrete_fields if f.attname == name)


def _prepare(field: Any) -> Prepare | None:
    """Return how the database wants this column's values, or None if it takes them as they are."""
    if isinstance(field, SealedTextField):
        return _once(lambda value: field.get_db_prep_save(value, connection))
    if isinstance(field, _PLAIN):
        return None
    if isinstance(field, models.UUIDField):
        return None if connection.features.has_native_uuid_field else attrgetter("hex")
    prepare: Prepare = lambda value: field.get_db_prep_save(value, connection)  # noqa: E731
    if isinstance(field, models.JSONField):
        return _once(prepare)
    return lru_cache(maxsize=1024)(prepare)  # days and moments, of which there are few


def _once(prepare: Prepare) -> Prepare:
    """Return a function that prepares each object once: most rows share their JSON."""
    known: dict[int, tuple[Any, Any]] = {}

    def prepared(value: Any) -> Any:
        if id(value) not in known:
            known[id(value)] = value, prepare(value)
        return known[id(value)][1]

    return prepared


def _prepared(prepare: Prepare | None, value: Any) -> Any:
    return value if prepare is None or value is None else prepare(value)


def _row(base: list[Any], given: list[tuple[int, Prepare | None]], row: Sequence[Any]) -> list[Any]:
    values = base.copy()
    for (place, prepare), value in zip(given, row, strict=True):
        values[place] = value if prepare is None or value is None else prepare(value)
    return values


def _insert(table: str, columns: Sequence[str], rows: Iterable[list[Any]]) -> None:
    quote = connection.ops.quote_name
    named = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quote(table)} ({named}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        blanks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {quote(table)} ({named}) VALUES ({blanks})", list(rows))
