"""A record of a million requests in Postgres: real stories, copied by the database itself.

Each copy of a row has the keys of its story shifted by a stride, so that whatever columns and
tables come later, a copy hangs together as its story does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.apps import apps
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from foia import samples
from foia.models import Agency, RecordsRequest, User
from tests.bench.stories import tell

STRIDE = 1_000_000
PEOPLE, BODIES = 20_000, 5_000
#: So far apart in time are a story and its copy: a hundred thousand of them fill two years.
EARLIER = "g * interval '10 minutes'"
_OWNER = "(SELECT r.requester_id FROM foia_recordsrequest r WHERE r.id = t.request_id)"
#: What must differ from copy to copy (`g`: the copy's number, from 1) or be spread over time.
DIFFERENT = {
    "uuid": "gen_random_uuid()",
    "reference": "'M' || g || '-' || t.id",
    "reply_token": "'m' || g || 'x' || t.id",
    "message_id": "t.message_id || g",
    "fingerprint": "md5(t.fingerprint || g)",
    "slug": "t.slug || '-' || g",
    "email": "g || t.email",
    "foia_agency.place": "CASE WHEN t.place = '' OR g % 1000 = 0 THEN t.place "
    "ELSE t.place || ' ' || g % 1000 END",
    "foia_docketentry.origin": "t.origin || '~' || g",
    # whose a thing is, and when it was, stands in the index of the search as words
    "foia_searchentry.words": (
        "CASE WHEN t.kind = 'public' THEN ts_delete(t.words, ARRAY[{day}, {month}]) || "
        "array_to_tsvector(ARRAY[{earlier_day}, {earlier_month}]) ELSE "
        f"ts_delete(t.words, ARRAY['scopeperson' || {_OWNER}, {{day}}, {{month}}]) || "
        f"array_to_tsvector(ARRAY['scopeperson' || ({_OWNER} + (g % {PEOPLE})::bigint * {STRIDE}), "
        "{earlier_day}, {earlier_month}]) END"
    ).format(
        day="to_char(t.at, '\"day\"YYYYMMDD')",
        month="to_char(t.at, '\"month\"YYYYMM')",
        earlier_day=f"to_char(t.at - {EARLIER}, '\"day\"YYYYMMDD')",
        earlier_month=f"to_char(t.at - {EARLIER}, '\"month\"YYYYMM')",
    ),
    # a person's: no story has a campaign
    "desk": f"t.desk - (g % {PEOPLE})::bigint * {STRIDE}",
    "indexed_under": f"t.indexed_under + sign(t.indexed_under) * g::bigint * {STRIDE}",
    "next_due_on": "t.next_due_on + g % 60",
    "foia_deadline.due_on": "CASE WHEN t.state = 'running' THEN t.due_on + g % 60 "
    "ELSE t.due_on - g % 700 END",
    **{
        name: f"t.{name} - {EARLIER}"
        for name in (
            "at",
            "created_at",
            "came_at",
            "found_at",
            "said_at",
            "published_at",
            "decided_at",
        )
    },
}


def make(requests: int, *, stories: int, now: datetime) -> User:
    """Fill the database with so many requests; return a person who has about fifty of them."""
    samples.load()
    person = User.objects.create_user("bench@openshutter.example", "bench-pass-word")
    User.objects.filter(pk=person.pk).update(notices=User.Notices.NEVER)  # nothing leaves
    person.refresh_from_db()
    for number in range(stories):
        tell(person, number, now)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # keys are shifted, not looked up
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.execute(_copy(User, PEOPLE, of=f"t.id = {person.pk}"))
        cursor.execute(_copy(Agency, BODIES))
        for table in _of_requests():
            with _without_indexes(cursor, table._meta.db_table):
                cursor.execute(_copy(table, requests // stories - 1))
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")
    return person


@contextmanager
def _without_indexes(cursor: CursorWrapper, table: str) -> Iterator[None]:
    """Drop the indexes of a table but its key's, and make them again once it is full."""
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = %s::regclass AND contype = 'u'",
        [table],
    )
    constraints = dict(cursor.fetchall())
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s "
        "AND indexname <> ALL(%s) AND indexname NOT LIKE '%%_pkey'",
        [table, list(constraints)],
    )
    indexes = dict(cursor.fetchall())
    for name in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for definition in indexes.values():
        cursor.execute(definition)
    for name, definition in constraints.items():
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def _of_requests() -> Iterator[type[models.Model]]:
    """Yield the tables whose rows hang on a request, each after those it points to."""
    found: list[type[models.Model]] = [RecordsRequest]
    for _ in range(3):  # a reading hangs on a message, which hangs on a request
        for table in apps.get_app_config("foia").get_models():
            if table not in found and any(field.related_model in found for field in _keys(table)):
                found.append(table)
    yield from found


def _keys(table: type[models.Model]) -> list[models.ForeignKey]:
    return [field for field in table._meta.concrete_fields if isinstance(field, models.ForeignKey)]


def _copy(table: type[models.Model], copies: int, of: str = "true") -> str:
    """Return the statement that copies each row of a table so many times."""
    shifted = {RecordsRequest, *_of_requests()}
    columns = {}
    for field in (one for one in table._meta.concrete_fields if not one.generated):
        was = f't."{field.column}"'
        if field.primary_key or field.related_model in shifted:
            columns[field.column] = f"{was} + g::bigint * {STRIDE}"
        elif field.related_model is Agency:
            columns[field.column] = f"{was} + (g % {BODIES} + 1)::bigint * {STRIDE}"
        elif field.name in ("requester", "person", "user"):
            columns[field.column] = f"{was} + (g % {PEOPLE})::bigint * {STRIDE}"
        else:
            own = DIFFERENT.get(f"{table._meta.db_table}.{field.column}")
            columns[field.column] = own or DIFFERENT.get(field.column, was)
    name, into = table._meta.db_table, ", ".join(f'"{column}"' for column in columns)
    return (
        f"INSERT INTO {name} ({into}) SELECT {', '.join(columns.values())} "
        f"FROM {name} t, generate_series(1, {copies}) g WHERE t.id < {STRIDE} AND {of}"
    )
