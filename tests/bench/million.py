"""A record of a million requests in Postgres: real stories, copied by the database itself.

Each copy of a row has the keys of its story shifted by a stride, so that whatever columns and
tables come later, a copy hangs together as its story does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from foia import docket, samples
from foia.flow import compose, inbound
from foia.letters.compose import default_ask
from foia.mail import reply_address
from foia.models import Agency, Message, RecordsRequest, User
from worker.rooms import rooms

STRIDE = 1_000_000
PEOPLE, BODIES = 20_000, 5_000
ANSWERS = (  # with the letter: five messages a request
    "We acknowledge receipt of your request. Your request number is F-{n}.",
    "We need five more business days to answer. We are extending the time under 5 ILCS 140/3(e).",
    "Please find our answer about the face search system below. Your request number is F-{n}.",
    "The department has no written policy about the use of these cameras.",
)
BY_ITSELF = ("inbound", "match", "read", "texts", "search", "deadlines")

#: What must differ from copy to copy (`g`: the copy's number, from 1) or be spread over time.
DIFFERENT = {
    "uuid": "gen_random_uuid()",
    "reference": "'M' || g || '-' || t.id",
    "reply_token": "'m' || g || 'x' || t.id",
    "message_id": "t.message_id || g",
    "fingerprint": "md5(t.fingerprint || g)",
    "slug": "t.slug || '-' || g",
    "email": "g || t.email",
    # whose a thing is stands in the index of the search as a word
    "foia_searchentry.words": "ts_delete(t.words, (SELECT 'scopeperson' || r.requester_id "
    "FROM foia_recordsrequest r WHERE r.id = t.request_id)) || (SELECT 'scopeperson' || "
    f"(r.requester_id + (g % {PEOPLE})::bigint * {STRIDE}) "
    "FROM foia_recordsrequest r WHERE r.id = t.request_id)::tsvector",
    "next_due_on": "t.next_due_on + (g % 400 - 200)",
    "at": "t.at - g * interval '20 seconds'",
    "created_at": "t.created_at - g * interval '20 seconds'",
}


def make(requests: int, *, stories: int, now: datetime) -> User:
    """Fill the database with so many requests; return a person who has about fifty of them."""
    samples.load()
    person = User.objects.create_user("bench@openshutter.example", "bench-pass-word")
    for number in range(stories):
        _story(person, number, now)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # keys are shifted, not looked up
        cursor.execute("SET maintenance_work_mem = '1GB'")
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


def _story(person: User, number: int, now: datetime) -> None:
    """One request that left, and what came back, walked through the rooms."""
    letter = compose.start(
        requester=person,
        agency=Agency.objects.get(slug="chicago-police-department"),
        technology="frt_search",
        ask=default_ask("frt_search", ["usage_policy", "contract"], "en"),
        signed_name="Bea Bench",
        now=now,
    )
    request = letter.the_request
    Message.objects.filter(pk=letter.pk).update(
        state="approved", approved_by=person, approved_at=now, at=now, message_id=f"<l{number}@b>"
    )
    docket.record(request=request, kind="sent", at=now, details={"channel": "email"}, now=now)
    for place, words in enumerate(ANSWERS):
        mail = EmailMessage()
        mail["From"], mail["To"] = (
            "foia@police.example",
            reply_address.make(request.reply_token, settings.REPLY_DOMAIN),
        )
        mail["Message-ID"] = f"<a{number}.{place}@police.example>"
        mail["Subject"] = f"Re: {request.title}"
        mail.set_content(words.format(n=1000 + number))
        inbound.take(content=mail.as_bytes(), door="bench", now=now)
    for room in rooms():
        if room.name in BY_ITSELF:
            room.run(now=now)


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
        elif field.name == "requester":
            columns[field.column] = f"{was} + (g % {PEOPLE})::bigint * {STRIDE}"
        else:
            own = DIFFERENT.get(f"{table._meta.db_table}.{field.column}")
            columns[field.column] = own or DIFFERENT.get(field.column, was)
    name, into = table._meta.db_table, ", ".join(f'"{column}"' for column in columns)
    return (
        f"INSERT INTO {name} ({into}) SELECT {', '.join(columns.values())} "
        f"FROM {name} t, generate_series(1, {copies}) g WHERE t.id < {STRIDE} AND {of}"
    )
