"""Every page in a real browser: by axe, in light and dark, and on a phone."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from foia import docket, notices
from foia.flow import compose, desk
from foia.models import RecordsRequest, System, User
from foia.web.urls import urlpatterns
from tests.agency_tables import kept_by
from tests.browser.conftest import PHONE, WIDE
from tests.conftest import NOW
from tests.published import shown_by
from tests.web.conftest import Rows

Scheme = Literal["light", "dark"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Addresses that only take forms or hand out files.
NO_PAGES = {
    "calendar_end",
    "calendar_feed",
    "session_end",
    "own_data_export",
    "notifications_read",
    "public_file",
    "bag",
    "bag_drop",
    "archive_proofs",  # for staff; looked at in test_evidence
    "copy_decide",
    "copy_file",
    "redact_page",
    "question_retire",
    "coding_next",
    "coding_table",
    "inbox_act",
    "inbox_save",
    "view_drop",
    "reply_decide",
    "reply_undo",
    "reading_undo",
    "ledger_table",
    "ledger_strike",
    "ledger_proof",
    "request_note",
    "note_take_back",
    "request_assign",
    "request_tags",
    "agencies_table",
    "agency_address",
    "agency_address_found_right",
    "agency_address_out_of_use",
    "agency_import_apply",
    "agency_import_discard",
    "agency_import_laws",
    "agency_import_part",
    "agency_import_receipt",
    "agency_list_put",
    "agency_list_remove",
    "agency_list_rename",
    "agency_list_table",
    "agency_list_take",
    "agency_merge",
    "agency_part",
    "address_send",
    "delivery_arrived",
    "letter_again",
    "letter_approve",
    "letter_catalogue",
    "letter_discard",
    "letter_filed",
    "letter_file",
    "letter_proof",
    "pile_posted",
    "pile_print",
    "letter_write",
    "own_words_remove",
    "own_words_share",
    "delivery_settle",
    "reading_decide",
    "attachment",
    "file_more",
    "file_picture",
    "message_html",
    "message_raw",
    "sandbox_answer",
    "sandbox_pass",
    "serie_folder",
    "serie_referred",
    "triage_file",
    "triage_set_aside",
    "triage_put_back",
    "message_take_back",
    "team_rename",
    "team_invite",
    "team_role",
    "team_leave",
    "invitation_withdraw",
    "invitation_answer",
    "campaign_bodies_add",
    "campaign_bodies_remove",
    "campaign_fields_table",
    "systems_table",
    "findings_table",
    "findings_report",
    "campaign_file",
    "campaign_file_remove",
    "campaign_grid_act",
    "campaign_table",
    "wave_act",
    "wave_pace",
    "wave_part",
    "law_dates_file",
    "letters_gallery_file",
}


def later_pages(request: RecordsRequest) -> dict[str, str]:
    """Return the pages of a request that was refused and costs money, with an appeal drafted."""
    for day, kind in enumerate(("fee_demanded", "denied"), start=1):
        at = NOW + timedelta(days=day)
        docket.record(request=request, kind=kind, at=at, now=at, origin=f"test:{kind}")
    at = NOW + timedelta(days=3)
    appeal = compose.follow_up(request=request, kind="appeal", remedy="pac", now=at)
    return {
        "letter of appeal": reverse("letter", args=[appeal.uuid]),
        "letter_edit of appeal": reverse("letter_edit", args=[appeal.uuid]),
    }


def code(rows: Rows) -> None:
    """Have two people differ on a question of the campaign."""
    if rows.campaign.questions.exists():
        return
    asked = rows.campaign_letter.the_request
    question = desk.add_question(
        campaign=rows.campaign, kind="yes_no", text="Is there a policy?", choices=[]
    )
    ann = User.objects.create_user("ann@openshutter.example")
    for coder, told in ((rows.sent.requester, "yes"), (ann, "no")):
        desk.code(request=asked, answers={question.pk: told}, by=coder, now=NOW)


def campaign_pages(rows: Rows) -> dict[str, str]:
    """Return the pages of teams and campaigns."""
    of_campaign, of_wave = [rows.campaign.uuid], [rows.wave.uuid]
    names = (
        *("campaign", "campaign_plan", "campaign_files", "campaign_bodies", "campaign_fields"),
        "campaign_before",
    )
    code(rows)
    return {
        "teams": "/teams/",
        "team": reverse("team", args=[rows.campaign.team.uuid]),
        "campaigns": "/campaigns/",
        "campaign_new": "/campaigns/new/",
        "campaign_new form": "/campaigns/new/?what=frt_search",
        **{name: reverse(name, args=of_campaign) for name in (*names, "campaign_grid")},
        **{name: reverse(name, args=of_wave) for name in ("wave", "wave_letters")},
        **{
            name: reverse(name, args=of_campaign)
            for name in ("campaign_coding", "coding_differences")
        },
        "request_coding": reverse("request_coding", args=[rows.campaign_letter.the_request.uuid]),
        "wave_held_back": reverse("wave_held_back", args=of_wave),
        "wave_letter": reverse("wave_letter", args=[rows.campaign_letter.uuid]),
    }


def system_pages() -> dict[str, str]:
    """Return the pages of dossiers and of what was learnt."""
    told = System.objects.get(slug="chicago-face-search")
    one, fact = [told.uuid], told.facts.order_by("pk")[0]
    moscow = System.objects.get(slug="moscow-safe-city")
    return {
        "findings": "/findings/?of=mine",
        "findings of readers": "/findings/",
        "findings_places": "/findings/places/?of=mine",
        "findings_place": f"/findings/place/?of=mine&place={quote('Chicago, Illinois')}",
        "findings_grid": "/findings/grid/?of=mine",
        "findings_list": "/findings/list/?of=mine",
        "systems": "/systems/",
        "system": reverse("system", args=one),
        "system_plan": reverse("system_plan", args=one),
        "system_plan at risk": reverse("system_plan", args=[moscow.uuid]),
        "system_new": "/systems/new/",
        "system_edit": reverse("system_edit", args=one),
        "system_add": reverse("system_add", args=[*one, "bodies"]),
        "system_part": reverse("system_part", args=[*one, "facts", fact.pk]),
        "systems_take_in": "/systems/take-in/",
    }


def ledger_of(rows: Rows) -> RecordsRequest:
    """Return a request whose ledger has an amount."""
    by = rows.sent.requester
    told = desk.Amount("demanded", Decimal("12.50"), "USD", NOW.date(), "Copies")
    if not rows.sent.ledger.exists():
        desk.enter(request=rows.sent, told=told, by=by, now=NOW)
    return rows.sent


def evidence_pages(rows: Rows) -> dict[str, str]:
    """Return the pages of publishing, and those that readers see."""
    shown = shown_by(rows.sent, NOW)
    of_request = [rows.sent.uuid]
    return {
        "public_requests": "/public/requests/",
        "public_request": reverse("public_request", args=of_request),
        "publishing": reverse("publishing", args=of_request),
        "campaign_publishing": reverse("campaign_publishing", args=[rows.campaign.uuid]),
        "redact": reverse("redact", args=[shown.file.pk]),
        "request_bags": reverse("request_bags", args=of_request),
        "campaign_bags": reverse("campaign_bags", args=[rows.campaign.uuid]),
    }


def pages_of(rows: Rows) -> dict[str, str]:
    """Return every page with something on it, by name."""
    place = quote("Chicago, Illinois")
    kept = kept_by(rows.sent.requester, NOW)
    return {
        "agencies": "/agencies/?channel=email",
        "agency": reverse("agency", args=[kept.agency.uuid]),
        "agency_new": "/agencies/new/",
        "agency_lists": "/agencies/lists/",
        "agency_list": reverse("agency_list", args=[kept.agency_list.uuid]),
        "agency_import_new": "/agencies/imports/new/",
        "agency_import": reverse("agency_import", args=[kept.waiting.uuid]),
        "agency_import_compare": reverse("agency_import_compare", args=[kept.waiting.uuid]),
        "triage": "/triage/",
        "triage_message": reverse("triage_message", args=[rows.unplaced.uuid]) + "?q=chicago",
        "bring_in": "/bring-in/",
        "bring_in_request": reverse("bring_in_request", args=[rows.sent.uuid]),
        "front": "/",
        "ask_where": "/ask/?q=Atlantis",
        "ask_what": f"/ask/what/?place={place}",
        "ask_records": f"/ask/records/?place={place}&what=frt_search",
        "ask_sign": "/ask/sign/",
        "home": "/home/",
        "inbox": "/inbox/",
        "inbox of what is due": "/inbox/?list=due",
        "replies": "/replies/",
        "ledger": "/ledger/",
        "request_ledger": reverse("request_ledger", args=[ledger_of(rows).uuid]),
        "finding": reverse("finding", args=[rows.sent.uuid, rows.sent.ask[0]["category"]]),
        "replies after the last": "/replies/?after=999999",
        "letter": reverse("letter", args=[rows.draft.uuid]),
        "letter_edit": reverse("letter_edit", args=[rows.draft.uuid]),
        **later_pages(rows.sent),
        "letter of a portal": reverse("letter", args=[rows.portal.uuid]),
        "search": "/search/?q=matter+police",
        "file": reverse("file", args=[rows.attachment.pk]),
        "message_formatted": reverse("message_formatted", args=[rows.attachment.message.uuid]),
        "records_request": reverse("records_request", args=[rows.sent.uuid]),
        "records_request unclear": reverse(
            "records_request", args=[rows.unclear.message.request.uuid]
        ),
        "addresses": "/addresses/",
        "address": reverse("address", args=[rows.refused.the_request.agency.uuid]),
        "serie": "/serie/",
        "pile": "/pile/",
        "settings": "/settings/",
        "settings_details": "/settings/details/",
        "calendars": "/settings/calendars/",
        "own_data": "/settings/data/",
        "account_close": "/settings/close/",
        "notifications": "/notices/",
        "notices_stop": notices.stop_url(rows.sent.requester.pk).partition("8000")[2],
        "second step": "/accounts/2fa/",
        "second step, app": "/accounts/2fa/totp/activate/",
        "second step, passkey": "/accounts/2fa/webauthn/add/",
        "signed in": "/accounts/sessions/",
        "sign in by code": "/accounts/login/code/",
        "own_words": "/words/",
        "own_words_new": "/words/new/ask/",
        "own_words_edit": reverse("own_words_edit", args=[rows.words.uuid]),
        "sandbox": "/sandbox/",
        "sandbox_mail": reverse("sandbox_mail", args=[rows.caught.pk]),
        "laws": "/law/",
        "law": "/law/fr/",
        "law at risk": "/law/ru/",
        "letters_gallery": "/letters/gallery/?place=mx&kind=appeal",
        "law_dates": "/law/us-il/dates/?got=received&on=2026-11-16",
        **campaign_pages(rows),
        **system_pages(),
        **evidence_pages(rows),
        "nothing there": "/nothing/",
        "sign in": "/accounts/login/",
        "sign up": "/accounts/signup/",
        "forgotten": "/accounts/password/reset/",
        "e-mail": "/accounts/email/",
        "password": "/accounts/password/change/",
        "sign out": "/accounts/logout/",
    }


SIGNED_OUT = {"sign in", "sign in by code", "sign up", "forgotten"}


def test_every_page_is_looked_at(rows: Rows) -> None:
    named = {pattern.name for pattern in urlpatterns} - NO_PAGES
    assert named <= set(pages_of(rows))


def open_page(new_page: Callable[..., Page], rows: Rows, **options: Any) -> tuple[Page, Page]:
    """Return a window of the owner, who is staff here too, with choices made; and of nobody."""
    person = rows.sent.requester
    person.is_staff = True
    person.set_password("correct-horse-9")
    person.save()
    page = new_page(User.objects.get(pk=person.pk), **options)
    page.goto(pages_of(rows)["ask_records"])
    page.get_by_role("button", name="Next: who signs").click()
    page.wait_for_url("**/ask/sign/")
    return page, new_page(**options)


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")


def wrongs(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe finds wrong, and by how much the page is wider than its window."""
    found = [
        (rule["id"], [node["html"][:160] for node in rule["nodes"]])
        for rule in Axe().run(page, options=RULES).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*found, ("sticks out", [f"{wide} px"])] if wide > 0 else found


def test_these_eyes_see_what_is_wrong(live_server: object, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE)
    page.goto("/accounts/login/")
    assert wrongs(page) == []
    page.evaluate(
        """() => { document.querySelectorAll("label").forEach(label => label.remove());
        document.querySelectorAll("[placeholder]").forEach(it => it.placeholder = "");
        document.querySelector("main h1").style.color = "#eeeae0";
        document.querySelector("main").style.width = "900px"; }"""
    )
    assert {name for name, _ in wrongs(page)} >= {"label", "color-contrast", "sticks out"}


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", WIDE), ("dark", PHONE)], ids=["light, wide", "dark, phone"]
)
def test_axe_finds_nothing_and_nothing_sticks_out(
    scheme: Scheme, width: dict[str, int], rows: Rows, new_page: Callable[..., Page]
) -> None:
    mine, nobody = open_page(new_page, rows, color_scheme=scheme, viewport=width)
    found: dict[str, object] = {}
    for name, address in pages_of(rows).items():
        page = nobody if name in SIGNED_OUT else mine
        page.goto(address)
        unfold(page)
        wrong = wrongs(page)
        if wrong:
            found[name] = wrong
    assert found == {}


def test_a_page_weighs_little(rows: Rows, new_page: Callable[..., Page]) -> None:
    mine, _ = open_page(new_page, rows)
    weights: dict[str, int] = {}
    mine.on(
        "response",
        lambda answer: weights.__setitem__(answer.url, len(answer.body())),
    )
    for name, address in pages_of(rows).items():
        if name in SIGNED_OUT:
            continue
        weights.clear()
        mine.goto(address, wait_until="networkidle")
        assert sum(weights.values()) < 150_000, name
        assert all(url.startswith(mine.url.split("/")[0]) for url in weights)
