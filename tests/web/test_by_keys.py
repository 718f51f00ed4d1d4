"""Pages over many wide rows skip and sort keys alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foia import samples
from foia.models import Agency
from foia.web.by_keys import ByKeys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def some_bodies() -> None:
    samples.load()


def test_a_page_holds_its_rows_in_their_order_with_all_that_was_asked_of_them() -> None:
    found = Agency.objects.select_related("merged_into").order_by("-name", "pk")
    pages = ByKeys(found, 3)
    assert [list(pages.page(number)) for number in (1, 2)] == [list(found[:3]), list(found[3:6])]
    assert sum(len(pages.page(number)) for number in pages.page_range) == found.count()


def test_what_is_skipped_is_never_read_whole() -> None:
    pages = ByKeys(Agency.objects.order_by("name"), 3)
    pages.count  # noqa: B018
    with CaptureQueriesContext(connection) as asked:
        list(pages.page(2))
    keys, rows = [one["sql"] for one in asked]
    assert "OFFSET 3" in keys and '"place"' not in keys
    assert "OFFSET" not in rows and '"place"' in rows
