"""A letter on the screen is the letter that goes out, and only the person sends it."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import docx
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foia.models import DocketEntry, Message, RecordsRequest, System
from tests.web.conftest import Rows


def words_of(html: str) -> list[str]:
    return unescape(re.sub(r"<[^>]+>", " ", html)).split()


def address(name: str, message: Message, *more: str) -> str:
    return reverse(name, args=[message.uuid, *more])


@pytest.mark.parametrize(
    ("slug", "technology"),
    [
        ("chicago-police-department", "frt_search"),
        ("c5-cdmx", "rtcc"),
        ("ville-de-marseille", "cctv"),
    ],
)
def test_the_sheet_holds_the_words_of_the_mail_and_no_others(
    slug: str, technology: str, draft_to: Callable[..., Message], owner: Client
) -> None:
    page = owner.get(address("letter", draft_to(slug, technology=technology)))
    sheet = re.search(r"<article class=\"sheet\".*?</article>", page.content.decode(), re.S)
    assert sheet
    mailed = [word for word in page.context["preview"].text.split() if set(word) != {"-"}]
    assert words_of(sheet.group()) == mailed


def test_the_draft_page_says_where_when_and_under_which_law(draft: Message, owner: Client) -> None:
    page = owner.get(address("letter", draft)).content.decode()
    for words in ("foia@chicago-police.example", "by e-mail", "5 ILCS 140/3(d)", "Day by day"):
        assert words in page
    assert "day of receipt is not counted" in page


def test_a_link_above_the_letter_leads_to_the_approval_below_it(
    draft: Message, owner: Client
) -> None:
    page = owner.get(address("letter", draft)).content.decode()
    way = page.index('<a href="#goes">')
    assert way < page.index('<article class="sheet"') < page.index('id="goes"')
    assert page.index('id="goes"') < page.index(address("letter_approve", draft))


def test_only_what_was_seen_is_approved(draft: Message, owner: Client) -> None:
    seen = owner.get(address("letter", draft)).context["preview"].digest
    edited = {"pick_usage_policy": "on", "text_usage_policy": "Changed.", "signed_name": "Rosa"}
    owner.post(address("letter_edit", draft), edited)
    where = address("letter", draft)
    stale = owner.post(
        address("letter_approve", draft), {"digest": seen}, HTTP_REFERER=f"http://testserver{where}"
    )
    assert stale.status_code == 422
    assert "has changed since you looked at it" in stale.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"
    fresh = owner.get(where).context["preview"].digest
    sent = owner.post(address("letter_approve", draft), {"digest": fresh})
    assert sent["Location"] == reverse("records_request", args=[draft.request.uuid])
    draft.refresh_from_db()
    assert (draft.state, draft.approved_digest) == ("approved", fresh)


def test_trouble_never_leads_to_another_site(draft: Message, owner: Client) -> None:
    answer = owner.post(
        address("letter_approve", draft), {"digest": "x"}, HTTP_REFERER="https://evil.example/"
    )
    assert answer.status_code == 422
    assert "read it again, then approve" in answer.content.decode()


def test_the_edit_page_knows_the_products_that_the_dossier_names(
    draft_to: Callable[..., Message], owner: Client
) -> None:
    system = System.objects.get(slug="chicago-face-search")
    draft = draft_to("chicago-police-department", system=system)
    form = owner.get(address("letter_edit", draft)).context["form"]
    named = {one.annex.product.id for row in form.usual_rows() for one in row.named}
    assert named == {"clearview"}


def test_an_approved_letter_is_not_edited(rows: Rows, owner: Client) -> None:
    assert owner.get(address("letter_edit", rows.portal)).status_code == 302
    assert owner.get(address("letter_file", rows.portal, "letter.txt")).status_code == 404


def test_problems_are_said_with_their_cure_and_bar_the_way(
    draft_to: Callable[..., Message], owner: Client
) -> None:
    shouting = draft_to("chicago-police-department", signed_name="[YOUR NAME]")
    page = owner.get(address("letter", shouting)).content.decode()
    assert "looks unfilled; write the real name" in page
    assert "Approve and send" not in page


def test_where_asking_is_dangerous_there_is_no_way_to_approve(
    draft_to: Callable[..., Message], owner: Client
) -> None:
    plan = draft_to(
        "moscow-dit", technology="frt_live", signed_address="ул. Ленина 1", language="ru"
    )
    page = owner.get(address("letter", plan))
    assert "Approve" not in page.content.decode()
    assert "can bring prosecution" in page.content.decode()
    digest = page.context["preview"].digest
    refused = owner.post(address("letter_approve", plan), {"digest": digest})
    assert refused.status_code == 422
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_downloads_are_files_of_their_kind(draft: Message, owner: Client) -> None:
    def download(name: str) -> bytes:
        answer = owner.get(address("letter_file", draft, name))
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        return bytes(answer.content)

    text = download("letter.txt").decode()
    assert "Rosa Resident" in text
    paragraphs = docx.Document(io.BytesIO(download("letter.docx"))).paragraphs
    assert any("Rosa Resident" in paragraph.text for paragraph in paragraphs)
    pdf = pypdfium2.PdfDocument(download("letter.pdf"))
    assert "Rosa Resident" in "".join(page.get_textpage().get_text_range() for page in pdf)


def test_a_portal_letter_is_filed_by_hand_and_starts_the_clock(rows: Rows, owner: Client) -> None:
    page = owner.get(address("letter", rows.portal)).content.decode()
    assert "Now file it yourself" in page
    tomorrow = (timezone.now() + timedelta(days=2)).date().isoformat()
    early = owner.post(address("letter_filed", rows.portal), {"filed_on": tomorrow})
    assert early.status_code == 422
    assert "That day has not come yet" in early.content.decode()
    assert not DocketEntry.objects.filter(request=rows.portal.request).exists()
    filed = {"filed_on": "2026-11-17", "agency_reference": "330031826000001"}
    answer = owner.post(address("letter_filed", rows.portal), filed)
    assert answer["Location"] == reverse("records_request", args=[rows.portal.request.uuid])
    entry = DocketEntry.objects.get(request=rows.portal.request)
    assert (entry.kind, entry.details) == ("sent", {"channel": "portal"})
    assert entry.at.isoformat() == "2026-11-17T18:00:00+00:00", "noon in Mexico City"
    again = owner.post(address("letter_filed", rows.portal), filed)
    assert again.status_code == 422


def test_one_letter_of_a_campaign_is_approved_with_a_second_step_as_a_wave_is(
    rows: Rows, draft_to: Callable[..., Message], owner: Client, settings: Any
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    letter = draft_to("chicago-oemc")
    approve = reverse("letter_approve", args=[letter.uuid])
    assert (
        owner.post(approve).status_code == 422
    )  # one's own needs none: only the digest is missing
    RecordsRequest.objects.filter(pk=letter.request_id).update(campaign=rows.campaign)
    shown = owner.get(reverse("letter", args=[letter.uuid])).context["preview"]
    answer = owner.post(approve, {"digest": shown.digest})
    assert answer["Location"] == reverse("mfa_index")
    letter.refresh_from_db()
    assert letter.state == "draft"
