"""The série in a real browser: from home to the folder to the day it was sent."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from foia import docket
from foia.letters.serie import LEAST
from foia.models import DocketEntry, User
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_pages import wrongs
from tests.towns import ask_town


@pytest.mark.parametrize("width", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_person_refers_five_silent_towns_at_once(
    width: dict[str, int], transactional_db: None, new_page: Callable[..., Page], tmp_path: Any
) -> None:
    citizen = User.objects.create_user("rosa@openshutter.example", full_name="Rosa Resident")
    now = timezone.now()
    for number in range(LEAST):
        request = ask_town(citizen, number, now - timedelta(days=45))
        docket.refold(request=request, now=now)
    page = new_page(citizen, viewport=width)
    page.goto("/home/")
    page.get_by_role("link", name="Refer several French refusals").click()
    page.wait_for_url("**/serie/")
    assert wrongs(page) == []
    if shown := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{shown}/serie-{width['width']}.png", full_page=True)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the folder").click()
    assert download.value.suggested_filename.endswith(".zip")
    page.get_by_label("Day you sent it to the CADA").fill(now.date().isoformat())
    page.get_by_role("button", name="Record that I sent it").click()
    page.wait_for_url("**/home/")
    assert page.get_by_text("Each request has its own new date now").is_visible()
    assert DocketEntry.objects.filter(kind="appealed").count() == LEAST
