"""Several people at once: two take the same table in, one reads it anew while it is taken in."""

from collections.abc import Callable
from datetime import datetime
from threading import Barrier, Thread

import pytest
from django.db import connection

from foia.flow import agencies
from foia.models import Agency, AgencyImport, Contact, ImportProblem

Import = Callable[..., AgencyImport]
ROWS = "id,name,state,email\n" + "".join(
    f"{n},Board {n} of Town {n},Illinois,b{n}@town.example\n" for n in range(300)
)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do these in threads of their own at the same moment; return what went wrong."""
    said: list[str] = []
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        ready.wait()
        try:
            act()
        except Exception as error:
            said.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.django_db(transaction=True)
def test_two_people_who_take_in_the_same_table_make_each_body_once(
    uploaded: Import, now: datetime
) -> None:
    rows = [uploaded(ROWS), uploaded(ROWS)]
    assert at_once(*(lambda row=row: agencies.apply(row, now=now) for row in rows)) == []
    assert Agency.objects.count() == Contact.objects.count() == 300
    counts = [AgencyImport.objects.get(pk=row.pk).counts for row in rows]
    assert sorted(one["new"] for one in counts) == [0, 300]
    assert sorted(one["same"] for one in counts) == [0, 300]


@pytest.mark.django_db(transaction=True)
def test_one_upload_that_is_taken_in_twice_at_once_is_taken_in_once(
    uploaded: Import, now: datetime
) -> None:
    pk = uploaded(ROWS + "x\n").pk
    rows = [AgencyImport.objects.get(pk=pk), AgencyImport.objects.get(pk=pk)]
    wrong = at_once(*(lambda row=row: agencies.apply(row, now=now) for row in rows))
    assert wrong == ["ImportTrouble"]
    assert ImportProblem.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_breaks_off_in_the_middle_leaves_nothing(uploaded: Import, now: datetime) -> None:
    row = uploaded(ROWS)

    def tell(words: str) -> None:
        if words.startswith("writing the receipt"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        agencies.apply(row, now=now, tell=tell)
    assert not Agency.objects.exists()
    row.refresh_from_db()
    assert row.state == AgencyImport.State.UPLOADED
    assert agencies.apply(row, now=now).counts()["new"] == 300
