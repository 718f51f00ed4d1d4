"""Publishing in a real browser: a box is drawn, the copy made, and a reader sees what passed."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page

from foia.flow import publish
from foia.models import PublicCopy, User
from tests.browser.conftest import WIDE
from tests.browser.test_pages import unfold, wrongs
from tests.conftest import NOW
from tests.published import shown_by
from tests.web.conftest import Rows


def test_a_box_drawn_with_the_mouse_is_black_for_readers(
    rows: Rows, new_page: Callable[..., Page]
) -> None:
    shown = shown_by(rows.sent, NOW)
    page = new_page(rows.sent.requester, viewport=WIDE)
    page.goto(reverse("publishing", args=[rows.sent.uuid]))
    page.locator(f"#copy-{shown.copy.pk}").get_by_role("link", name="Black parts out").click()
    sheet = page.locator("[data-draw]")
    sheet.locator("img").evaluate("picture => picture.decode()")
    frame = sheet.bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + 20, frame["y"] + 20)
    page.mouse.down()
    page.mouse.move(frame["x"] + 220, frame["y"] + 120, steps=4)
    page.mouse.up()
    page.get_by_label("Why is it blacked out?").fill("a private person's name")
    page.get_by_role("button", name="Cover", exact=True).click()
    page.get_by_text("1 place is covered.").wait_for()
    page.get_by_role("button", name="Make the copy").click()
    page.get_by_text("The copy is made").wait_for()
    (box,) = shown.file.redactions.all()
    assert 0.01 < box.left < 0.06 and box.right > box.left + 0.2
    publish.run(now=NOW)
    page.goto(reverse("publishing", args=[rows.sent.uuid]))
    page.get_by_role("button", name="I looked at every page").first.click()
    page.get_by_text("Recorded.").wait_for()
    assert PublicCopy.objects.get(pk=shown.copy.pk).state == "shown"
    reader = new_page(viewport=WIDE)
    reader.goto(reverse("public_request", args=[rows.sent.uuid]))
    assert reader.get_by_role("link", name="contract.pdf").is_visible()
    assert "Resident" not in reader.locator("main").inner_text()


def test_the_pages_of_staff_pass_too(rows: Rows, new_page: Callable[..., Page]) -> None:
    olive = User.objects.create_user("olive@openshutter.example", is_staff=True)
    page = new_page(olive, viewport=WIDE)
    page.goto(reverse("archive_proofs"))
    unfold(page)
    assert wrongs(page) == []
