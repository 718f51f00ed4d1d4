"""Every address × everybody who might ask for it: nothing is reachable that should not be."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from foia import notices
from foia.flow import accounts, archive
from foia.models import (
    CalendarFeed,
    CampaignFile,
    Derivative,
    EvidenceBag,
    LedgerEntry,
    Note,
    Question,
    RecordsRequest,
    SavedView,
    System,
    SystemFact,
)
from foia.web.urls import urlpatterns
from tests.agency_tables import Kept, kept_by
from tests.conftest import NOW
from tests.published import Shown, shown_by
from tests.web.conftest import Rows

OPEN, SIGN_IN, NOTHING = 200, 302, 404


class Rule(NamedTuple):
    """What each sort of visitor gets; `where` makes the address from the rows."""

    where: Callable[[Rows], list[object]]
    method: str
    anonymous: int
    stranger: int
    owner: int
    staff: int


def public(where: Callable[[Rows], list[object]] = lambda rows: []) -> Rule:
    return Rule(where, "get", OPEN, OPEN, OPEN, OPEN)


def own(where: Callable[[Rows], list[object]], method: str = "get", owner: int = OPEN) -> Rule:
    return Rule(where, method, SIGN_IN, NOTHING, owner, NOTHING)


def kept(rows: Rows) -> Kept:
    """What a team of the owner's keeps of bodies."""
    return kept_by(rows.sent.requester, NOW)


def own_dossier(rows: Rows) -> System:
    """A dossier of the campaign's team, with one fact."""
    told = {"name": "Town cameras", "technology": "cctv", "team": rows.campaign.team}
    system = System.objects.get_or_create(slug="town-cameras", defaults=told)[0]
    SystemFact.objects.get_or_create(system=system, statement="They turn.")
    return system


def file_of(rows: Rows) -> CampaignFile:
    """A file that goes with the letters of the campaign."""
    told = {"blob": rows.attachment.blob, "name": "map.pdf", "content_type": "application/pdf"}
    campaign = rows.campaign
    return CampaignFile.objects.get_or_create(campaign=campaign, position=0, defaults=told)[0]


def note_of(rows: Rows) -> Note:
    """A note of the owner's beside their request."""
    told = {"request": rows.sent, "text": "Ring them", "by": rows.sent.requester}
    return Note.objects.get_or_create(defaults={"at": NOW}, **told)[0]


def view_of(rows: Rows) -> SavedView:
    """A view that the owner's team keeps."""
    told = {"query": "show=unread", "by": rows.sent.requester}
    team = rows.campaign.team
    return SavedView.objects.get_or_create(team=team, name="New", defaults=told)[0]


def entry_of(rows: Rows) -> LedgerEntry:
    """An amount on the ledger of the owner's request, with its receipt."""
    told = {"kind": "paid", "amount": 5, "currency": "USD", "on": NOW.date(), "at": NOW}
    receipt = {"proof": rows.attachment.blob, "proof_name": "a.pdf", "by": rows.sent.requester}
    return LedgerEntry.objects.get_or_create(request=rows.sent, defaults=told | receipt)[0]


def question_of(rows: Rows) -> Question:
    """A question that the owner's campaign asks its coders."""
    told = {"kind": "yes_no", "text": "Is there a policy?"}
    return Question.objects.get_or_create(campaign=rows.campaign, position=1, defaults=told)[0]


def in_campaign(rows: Rows) -> RecordsRequest:
    """A request of the owner's campaign."""
    return rows.campaign_letter.the_request


def shown(rows: Rows) -> Shown:
    """The request that was sent, published."""
    return shown_by(rows.sent, NOW)


def picture_of(rows: Rows) -> int:
    """A file of which one page is shown as a picture."""
    file = rows.attachment
    Derivative.objects.get_or_create(
        original=file.blob, derived=file.blob, role="picture", page=1, maker="test", made_at=NOW
    )
    return file.pk


def calendar_of(rows: Rows) -> tuple[CalendarFeed, str]:
    """A calendar of the owner's, and its secret."""
    return accounts.make_feed(person=rows.sent.requester, team=None, hides_details=False, now=NOW)


def session_of(rows: Rows) -> UserSession:
    """Another browser in which the owner is signed in."""
    return UserSession.objects.get_or_create(
        user=rows.sent.requester,
        session_key="another",
        defaults={"ip": "127.0.0.1", "user_agent": "Another browser"},
    )[0]


def stop_token(rows: Rows) -> str:
    """What the owner's mails carry to end them."""
    return notices.stop_url(rows.sent.requester.pk).rstrip("/").rpartition("/")[2]


def bag_of(rows: Rows) -> EvidenceBag:
    """A finished evidence bag of the request that was sent."""
    made = EvidenceBag.objects.filter(request=rows.sent).first()
    if made is None:
        made = archive.ask_for_bag(request=rows.sent, by=rows.sent.requester, now=NOW)
        archive.run_bags(now=NOW)
    return made


RULES: dict[str, Rule] = {
    "public_requests": public(),
    "public_request": public(lambda rows: [shown(rows).publication.request.uuid]),
    "public_file": public(lambda rows: [shown(rows).copy.uuid]),
    "publishing": own(lambda rows: [rows.sent.uuid]),
    "campaign_publishing": own(lambda rows: [rows.campaign.uuid]),
    "copy_decide": own(lambda rows: [shown(rows).copy.uuid], "post", owner=404),  # no act named
    "copy_file": own(lambda rows: [shown(rows).copy.uuid]),
    "request_bags": own(lambda rows: [rows.sent.uuid]),
    "campaign_bags": own(lambda rows: [rows.campaign.uuid]),
    "bag": own(lambda rows: [bag_of(rows).uuid]),
    "bag_drop": own(lambda rows: [bag_of(rows).uuid], "post", owner=302),
    "archive_proofs": Rule(lambda rows: [], "get", SIGN_IN, NOTHING, NOTHING, OPEN),
    "redact": own(lambda rows: [shown(rows).file.pk]),
    "redact_page": own(lambda rows: [shown(rows).file.pk, 1]),
    "front": public(),
    "ask_where": public(),
    "ask_what": public(),
    "ask_records": public(),
    "ask_sign": Rule(lambda rows: [], "get", 302, 302, 302, 302),  # nothing chosen yet
    "laws": public(),
    "law": public(lambda rows: ["us-il"]),
    "law_dates": public(lambda rows: ["us-il"]),
    "law_dates_file": public(lambda rows: ["us-il"]),
    "letters_gallery": public(),
    "letters_gallery_file": public(lambda rows: ["letter.txt"]),
    "findings": public(),
    "findings_places": public(),
    "findings_place": public(),
    "findings_grid": public(),
    "findings_list": public(),
    "findings_table": public(lambda rows: ["csv"]),
    "findings_report": public(lambda rows: ["pdf"]),
    "systems": public(),
    "systems_table": public(lambda rows: ["csv"]),
    "system": own(lambda rows: [own_dossier(rows).uuid])._replace(anonymous=NOTHING),
    "system_plan": own(lambda rows: [own_dossier(rows).uuid])._replace(anonymous=NOTHING),
    "system_new": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "systems_take_in": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "system_edit": own(lambda rows: [own_dossier(rows).uuid]),
    "system_add": own(lambda rows: [own_dossier(rows).uuid, "facts"]),
    "system_part": own(lambda rows: [(of := own_dossier(rows)).uuid, "facts", of.facts.get().pk]),
    "search": public(),  # each their own, readers what is published
    "home": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "inbox": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),  # each their own
    "inbox_act": Rule(lambda rows: [], "post", SIGN_IN, 422, 422, 422),  # says what is missing
    "inbox_save": Rule(lambda rows: [], "post", SIGN_IN, 422, 422, 422),  # says what is missing
    "view_drop": own(lambda rows: [view_of(rows).uuid], "post", owner=302),
    "replies": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),  # each their own
    "reply_decide": own(lambda rows: [rows.reading.pk], "post", owner=422),  # nothing said
    "reply_undo": own(lambda rows: [rows.reading.pk], "post", owner=NOTHING),  # not decided
    "ledger": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),  # each their own
    "ledger_table": Rule(lambda rows: ["csv"], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "ledger_strike": own(lambda rows: [entry_of(rows).pk], "post", owner=422),  # says not why
    "ledger_proof": own(lambda rows: [entry_of(rows).pk]),
    "request_ledger": own(lambda rows: [rows.sent.uuid]),
    "request_note": own(lambda rows: [rows.sent.uuid], "post", owner=422),  # nothing written
    "note_take_back": own(lambda rows: [note_of(rows).pk], "post", owner=302),
    "request_assign": own(lambda rows: [in_campaign(rows).uuid], "post", owner=302),  # to nobody
    "request_tags": own(lambda rows: [in_campaign(rows).uuid], "post", owner=422),  # no word
    "letter": own(lambda rows: [rows.draft.uuid]),
    "letter_edit": own(lambda rows: [rows.draft.uuid]),
    "letter_file": own(lambda rows: [rows.draft.uuid, "letter.txt"]),
    "letter_approve": own(lambda rows: [rows.draft.uuid], "post", owner=422),  # no digest
    "letter_filed": own(lambda rows: [rows.portal.uuid], "post", owner=422),  # no day
    "letter_discard": own(lambda rows: [rows.draft.uuid], "post", owner=422),  # the request itself
    "letter_write": own(lambda rows: [rows.sent.uuid], "post", owner=422),  # nothing chosen
    "letter_catalogue": own(lambda rows: [rows.draft.uuid], "post", owner=422),  # no item named
    "letter_proof": own(lambda rows: [rows.portal.uuid], "post", owner=422),  # no file
    "settings": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),  # each their own
    "settings_details": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "calendars": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "calendar_end": own(lambda rows: [calendar_of(rows)[0].pk], "post", owner=302),
    "calendar_feed": public(lambda rows: [calendar_of(rows)[1]]),  # to whoever has the address
    "session_end": own(lambda rows: [session_of(rows).pk], "post", owner=302),
    "own_data": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "own_data_export": Rule(lambda rows: [], "post", SIGN_IN, OPEN, OPEN, OPEN),
    "account_close": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "notifications": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "notifications_read": Rule(lambda rows: [], "post", SIGN_IN, 302, 302, 302),
    "notices_stop": public(lambda rows: [stop_token(rows)]),
    "pile": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "pile_print": Rule(lambda rows: [], "post", SIGN_IN, 422, 422, 422),  # nothing ticked
    "pile_posted": Rule(lambda rows: [], "post", SIGN_IN, 422, 422, 422),  # nothing ticked
    "own_words": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "own_words_new": Rule(lambda rows: ["frame"], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "own_words_edit": own(lambda rows: [rows.words.uuid]),
    "own_words_share": own(lambda rows: [rows.words.uuid], "post", owner=302),
    "own_words_remove": own(lambda rows: [rows.words.uuid], "post", owner=302),
    "agencies": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),  # each their own
    "agencies_table": Rule(lambda rows: ["csv"], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "agency_new": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "agency": own(lambda rows: [kept(rows).agency.uuid]),
    "agency_address": own(lambda rows: [kept(rows).agency.uuid], "post", owner=422),  # none named
    "agency_address_out_of_use": own(
        lambda rows: [(of := kept(rows)).agency.uuid, of.contact.pk], "post", owner=302
    ),
    "agency_address_found_right": own(
        lambda rows: [(of := kept(rows)).agency.uuid, of.contact.pk], "post", owner=302
    ),
    "agency_merge": own(lambda rows: [kept(rows).agency.uuid], "post", owner=NOTHING),  # with none
    "agency_part": own(lambda rows: [kept(rows).merge.pk], "post", owner=302),
    "agency_lists": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "agency_list": own(lambda rows: [kept(rows).agency_list.uuid]),
    "agency_list_table": own(lambda rows: [kept(rows).agency_list.uuid, "csv"]),
    "agency_list_put": Rule(lambda rows: [], "post", SIGN_IN, NOTHING, NOTHING, NOTHING),  # no list
    "agency_list_take": own(lambda rows: [kept(rows).agency_list.uuid], "post", owner=302),
    "agency_list_rename": own(lambda rows: [kept(rows).agency_list.uuid], "post", owner=422),
    "agency_list_remove": own(lambda rows: [kept(rows).agency_list.uuid], "post", owner=302),
    "agency_import_new": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "agency_import": own(lambda rows: [kept(rows).waiting.uuid]),
    "agency_import_part": own(lambda rows: [kept(rows).waiting.uuid]),
    "agency_import_discard": own(lambda rows: [kept(rows).waiting.uuid], "post", owner=302),
    "agency_import_compare": own(lambda rows: [kept(rows).waiting.uuid]),
    "agency_import_laws": own(lambda rows: [kept(rows).waiting.uuid], "post", owner=302),
    "agency_import_apply": own(lambda rows: [kept(rows).waiting.uuid], "post", owner=302),
    "agency_import_receipt": own(lambda rows: [kept(rows).waiting.uuid]),
    "records_request": own(lambda rows: [rows.sent.uuid]),
    "delivery_settle": own(lambda rows: [rows.unclear.pk], "post", owner=422),  # nothing said
    "reading_decide": own(lambda rows: [rows.reading.pk], "post", owner=422),  # nothing said
    "reading_undo": own(lambda rows: [rows.reading.pk], "post", owner=422),  # a question already
    "finding": own(lambda rows: [rows.sent.uuid, rows.sent.ask[0]["category"]]),
    "attachment": own(lambda rows: [rows.attachment.pk]),
    "file": own(lambda rows: [rows.attachment.pk]),
    "file_more": own(lambda rows: [rows.attachment.pk], "post", owner=422),  # nothing to picture
    "file_picture": own(lambda rows: [picture_of(rows), 1]),
    "message_formatted": own(lambda rows: [rows.attachment.message.uuid]),
    "message_raw": own(lambda rows: [rows.attachment.message.uuid]),
    "message_html": own(lambda rows: [rows.attachment.message.uuid]),
    "addresses": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "address": own(lambda rows: [rows.refused.the_request.agency.uuid]),
    "address_send": own(lambda rows: [rows.refused.the_request.agency.uuid], "post", owner=302),
    "letter_again": own(lambda rows: [rows.refused.uuid], "post", owner=302),
    "delivery_arrived": own(lambda rows: [rows.unclear.pk], "post", owner=422),  # no riddle
    "serie": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),  # of one's own requests
    "serie_folder": Rule(lambda rows: [], "post", SIGN_IN, 422, 422, 422),  # nothing to refer
    "serie_referred": Rule(lambda rows: [], "post", SIGN_IN, 422, 422, 422),  # nothing said
    "sandbox": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "sandbox_pass": Rule(lambda rows: [], "post", SIGN_IN, 422, 422, 422),  # no day said
    "sandbox_mail": own(lambda rows: [rows.caught.pk]),
    "sandbox_answer": own(lambda rows: [rows.caught.pk], "post", owner=422),
    "triage": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),  # each their own
    # the unplaced mail is from a body that only the owner has asked
    "triage_message": Rule(lambda rows: [rows.unplaced.uuid], "get", SIGN_IN, NOTHING, OPEN, OPEN),
    "triage_set_aside": Rule(
        lambda rows: [rows.unplaced.uuid], "post", SIGN_IN, NOTHING, 302, NOTHING
    ),  # the owner was faster than staff
    "triage_put_back": Rule(
        lambda rows: [rows.unplaced.uuid], "post", SIGN_IN, NOTHING, NOTHING, NOTHING
    ),  # it was not set aside
    "message_take_back": own(lambda rows: [rows.reading.message.uuid], "post", owner=302),
    "bring_in": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "bring_in_request": own(lambda rows: [rows.sent.uuid]),
    "triage_file": Rule(lambda rows: [rows.unplaced.uuid], "post", SIGN_IN, NOTHING, 422, 422),
    "teams": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "team": own(lambda rows: [rows.campaign.team.uuid]),
    "team_rename": own(lambda rows: [rows.campaign.team.uuid], "post", owner=422),  # no name
    "team_invite": own(lambda rows: [rows.campaign.team.uuid], "post", owner=422),  # nobody
    "invitation_withdraw": own(
        lambda rows: [rows.campaign.team.uuid, rows.invitation.pk], "post", owner=302
    ),
    "team_role": own(lambda rows: [rows.campaign.team.uuid, rows.member.pk], "post", owner=422),
    "team_leave": own(lambda rows: [rows.campaign.team.uuid, rows.member.pk], "post", owner=422),
    "invitation_answer": own(lambda rows: [rows.invitation.pk], "post", owner=NOTHING),
    "campaigns": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "campaign_new": Rule(lambda rows: [], "get", SIGN_IN, OPEN, OPEN, OPEN),
    "campaign": own(lambda rows: [rows.campaign.uuid]),
    "campaign_plan": own(lambda rows: [rows.campaign.uuid]),
    "campaign_bodies": own(lambda rows: [rows.campaign.uuid]),
    "campaign_bodies_add": own(lambda rows: [rows.campaign.uuid], "post", owner=422),  # none
    "campaign_bodies_remove": own(lambda rows: [rows.campaign.uuid], "post", owner=422),
    "campaign_fields": own(lambda rows: [rows.campaign.uuid]),
    "campaign_fields_table": own(lambda rows: [rows.campaign.uuid]),
    "campaign_files": own(lambda rows: [rows.campaign.uuid]),
    "campaign_file": own(lambda rows: [rows.campaign.uuid, file_of(rows).pk]),
    "campaign_file_remove": own(
        lambda rows: [rows.campaign.uuid, file_of(rows).pk], "post", owner=422
    ),  # letters wait
    "campaign_before": own(lambda rows: [rows.campaign.uuid]),
    "campaign_grid": own(lambda rows: [rows.campaign.uuid]),
    "campaign_grid_act": own(lambda rows: [rows.campaign.uuid], "post", owner=422),  # says why
    "campaign_table": own(lambda rows: [rows.campaign.uuid, "csv"]),
    "campaign_coding": own(lambda rows: [rows.campaign.uuid]),
    "question_retire": own(
        lambda rows: [rows.campaign.uuid, question_of(rows).pk], "post", owner=302
    ),
    "coding_next": own(lambda rows: [rows.campaign.uuid], owner=302),  # to the next, or back
    "coding_differences": own(lambda rows: [rows.campaign.uuid]),
    "coding_table": own(lambda rows: [rows.campaign.uuid, "csv"]),
    "request_coding": own(lambda rows: [in_campaign(rows).uuid]),
    "wave": own(lambda rows: [rows.wave.uuid]),
    "wave_part": own(lambda rows: [rows.wave.uuid]),
    "wave_pace": own(lambda rows: [rows.wave.uuid], "post", owner=422),  # says why
    "wave_letters": own(lambda rows: [rows.wave.uuid]),
    "wave_held_back": own(lambda rows: [rows.wave.uuid]),
    "wave_letter": own(lambda rows: [rows.campaign_letter.uuid]),
    "wave_act": own(lambda rows: [rows.wave.uuid, "approve"], "post", owner=422),  # no digest
}
QUERY = {
    "findings_place": "?place=Marseille",
    "ask_what": "?place=Marseille",
    "ask_records": "?place=Marseille&what=cctv",
    "law_dates_file": "?got=received&on=2026-11-16",
}


def test_every_address_has_a_rule() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_an_address_opens_to_whom_it_should_and_to_nobody_else(
    name: str, rows: Rows, client: Client, stranger: Client, owner: Client, staff: Client
) -> None:
    rule = RULES[name]
    address = reverse(name, args=rule.where(rows)) + QUERY.get(name, "")
    visitors = {"anonymous": client, "stranger": stranger, "owner": owner, "staff": staff}
    got = {who: getattr(browser, rule.method)(address) for who, browser in visitors.items()}
    statuses = {who: response.status_code for who, response in got.items()}
    assert statuses == {who: getattr(rule, who) for who in visitors}
    if rule.anonymous == SIGN_IN and name != "ask_sign":
        assert got["anonymous"]["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.method == "post"])
def test_what_changes_something_cannot_be_done_by_a_link(
    name: str, rows: Rows, owner: Client
) -> None:
    assert owner.get(reverse(name, args=RULES[name].where(rows))).status_code in (404, 405)


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.method == "post"])
def test_a_form_without_its_token_is_refused(name: str, rows: Rows) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(rows.sent.requester)
    refused = strict.post(reverse(name, args=RULES[name].where(rows)))
    assert refused.status_code == 403
    assert b"The page was open too long" in refused.content


def test_outside_the_sandbox_the_sandbox_is_not_there(
    rows: Rows, owner: Client, settings: object
) -> None:
    settings.IS_SANDBOX = False  # type: ignore[attr-defined]
    assert owner.get(reverse("sandbox")).status_code == 404
    assert owner.get(reverse("sandbox_mail", args=[rows.caught.pk])).status_code == 404
    assert owner.post(reverse("sandbox_answer", args=[rows.caught.pk])).status_code == 404
    page = owner.get(reverse("records_request", args=[rows.sent.uuid]))
    assert b"Answer as the agency" not in page.content
    assert b"sandbox mailbox" not in page.content


def test_history_cannot_be_edited_from_the_admin(rows: Rows, admin_client: Client) -> None:
    for table in ("docketentry", "deadline", "custodyentry", "message", "recordsrequest"):
        assert admin_client.get(f"/admin/foia/{table}/").status_code == 200
        assert admin_client.get(f"/admin/foia/{table}/add/").status_code == 403
    entry = rows.sent.docket.get()
    address = f"/admin/foia/docketentry/{entry.pk}/"
    assert admin_client.post(f"{address}change/", {"kind": "denied"}).status_code == 403
    assert admin_client.post(f"{address}delete/", {"post": "yes"}).status_code == 403


def test_not_even_staff_read_where_a_requester_lives(rows: Rows, admin_client: Client) -> None:
    told = {"signed_address": "77 Sealed Street", "identity": {"document": "SEALED-77"}}
    RecordsRequest.objects.filter(pk=rows.sent.pk).update(**told)
    address = f"/admin/foia/recordsrequest/{rows.sent.pk}/change/"
    assert "sealed" not in admin_client.get(address).content.decode().lower()
