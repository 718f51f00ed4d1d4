"""The pile on screen: letters that wait are printed as one file and recorded at once."""

import io
from collections.abc import Callable

import docx
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from foia.models import Agency, DocketEntry, Message, User
from foia.web.views import pile as views
from tests.conftest import NOW, approve
from tests.flow.campaign_cases import bodies, campaign_of, released
from tests.web.test_requests import queries

SLUG = "chicago-police-department"
HALL = "City Hall\n121 N. Sample Street\nChicago, IL 60602"


@pytest.fixture
def posted(draft_to: Callable[..., Message], citizen: User) -> list[Message]:
    """Three approved letters to be posted."""
    drafts = [draft_to(SLUG, recipient=HALL, channel="post") for _ in range(3)]
    return [approve(draft, citizen) for draft in drafts]


def ticked(letters: list[Message], **more: str) -> dict[str, object]:
    return {"letters": [str(letter.uuid) for letter in letters], **more}


def test_home_leads_to_the_letters_that_wait(posted: list[Message], owner: Client) -> None:
    assert reverse("pile") in owner.get(reverse("home")).content.decode()
    page = owner.get(reverse("pile")).content.decode()
    for letter in posted:
        assert letter.the_request.reference in page
    assert page.count(" checked>") == 3


def test_nobody_elses_letters_are_there(posted: list[Message], stranger: Client) -> None:
    assert "No letter waits for you." in stranger.get(reverse("pile")).content.decode()
    for address in ("pile_print", "pile_posted"):
        form = ticked(posted, kind="pdf", posted_on="2026-11-16")
        answer = stranger.post(reverse(address), form)
        assert answer.status_code == 422
        assert "no longer waits" in answer.content.decode()
    assert not DocketEntry.objects.exists()


def test_a_letter_for_a_portal_is_listed_but_not_ticked(
    posted: list[Message], draft_to: Callable[..., Message], citizen: User, owner: Client
) -> None:
    portal = approve(draft_to("c5-cdmx", technology="rtcc"), citizen)
    rows = owner.get(reverse("pile")).context["form"].rows()
    assert dict(rows)[portal] is False
    assert [is_ticked for _, is_ticked in rows].count(True) == 3


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_ticked_letters_are_one_file_in_their_order(
    posted: list[Message], owner: Client, kind: str
) -> None:
    chosen = ticked([posted[2], posted[0]], kind=kind, is_two_sided="on")
    answer = owner.post(reverse("pile_print"), chosen)
    assert answer.streaming and f'filename="letters.{kind}"' in answer["Content-Disposition"]
    content = b"".join(answer.streaming_content)
    if kind == "pdf":
        pile = pypdfium2.PdfDocument(content)
        names = [mark.get_title().split()[0] for mark in pile.get_toc()]
        assert names == [letter.the_request.reference for letter in (posted[0], posted[2])]
        assert "121 N. Sample Street" in pile[0].get_textpage().get_text_range()
    else:
        assert len(docx.Document(io.BytesIO(content)).sections) == 2


def test_printing_records_nothing(posted: list[Message], owner: Client) -> None:
    owner.post(reverse("pile_print"), ticked(posted, kind="pdf"))
    assert Message.objects.filter(at=None).count() == 3


def test_all_ticked_are_recorded_with_one_click(posted: list[Message], owner: Client) -> None:
    form = ticked(posted[:2], posted_on="2026-11-16")
    assert owner.post(reverse("pile_posted"), form)["Location"] == reverse("pile")
    page = owner.get(reverse("pile")).content.decode()
    assert "Recorded: 2 letters." in page and page.count(" checked>") == 1
    entries = DocketEntry.objects.order_by("pk")
    assert [(entry.kind, entry.details) for entry in entries] == [("sent", {"channel": "post"})] * 2
    assert {f"{entry.at:%Y-%m-%d}" for entry in entries} == {"2026-11-16"}


def test_all_are_recorded_or_none(
    posted: list[Message], owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = views._waiting

    def stale(request: object) -> list[Message]:
        found = waiting(request)  # type: ignore[arg-type]
        Message.objects.filter(pk=posted[1].pk).update(at=posted[1].approved_at)
        return found

    monkeypatch.setattr(views, "_waiting", stale)  # recorded in another tab at that very moment
    form = ticked(posted, posted_on="2026-11-16")
    answer = owner.post(reverse("pile_posted"), form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "None of the letters was recorded." in page and page.count(" checked>") == 3
    assert not DocketEntry.objects.exists()


def test_what_is_wrong_is_said_and_every_tick_stays(posted: list[Message], owner: Client) -> None:
    nothing = owner.post(reverse("pile_posted"), {"posted_on": "2026-11-16"})
    assert "Tick at least one letter." in nothing.content.decode()
    early = owner.post(reverse("pile_posted"), ticked(posted[:1], posted_on="2999-01-01"))
    assert "That day has not come yet" in early.content.decode()
    assert early.content.decode().count(" checked>") == 1
    odd = owner.post(reverse("pile_print"), ticked(posted, kind="odt"))
    assert odd.status_code == 422


def test_a_letter_kept_as_text_alone_is_drawn_again_word_for_word(
    posted: list[Message], owner: Client
) -> None:
    posted[1].attachments.all().delete()
    answer = owner.post(reverse("pile_print"), ticked(posted, kind="pdf"))
    pile = pypdfium2.PdfDocument(b"".join(answer.streaming_content))
    assert len(list(pile.get_toc())) == 3


def test_one_whose_words_have_changed_since_is_named_and_not_printed(
    posted: list[Message], owner: Client
) -> None:
    posted[1].attachments.all().delete()
    Agency.objects.filter(slug=SLUG).update(name="Another name")
    answer = owner.post(reverse("pile_print"), ticked(posted, kind="pdf"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"{posted[1].the_request.reference} cannot be drawn as it was approved" in page
    assert page.count(" checked>") == 3


def test_thirty_letters_cost_no_more_queries_than_three(
    posted: list[Message], draft_to: Callable[..., Message], citizen: User, owner: Client
) -> None:
    few = queries(owner, reverse("pile"))
    assert few <= 15
    for _ in range(27):
        approve(draft_to(SLUG, recipient=HALL, channel="post"), citizen)
    assert queries(owner, reverse("pile")) == few
    assert Agency.objects.filter(slug=SLUG).exists()


def test_recording_costs_the_same_few_queries_however_many(
    posted: list[Message],
    draft_to: Callable[..., Message],
    citizen: User,
    owner: Client,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    more = [draft_to(SLUG, recipient=HALL, channel="post") for _ in range(12)]
    letters = [*posted, *(approve(draft, citizen) for draft in more)]
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        owner.post(reverse("pile_posted"), ticked(letters, posted_on="2026-11-16"))
    assert DocketEntry.objects.filter(kind="sent").count() == 15


def test_a_letter_whose_mail_came_back_waits_once_it_is_approved_for_the_post(
    posted: list[Message], owner: Client
) -> None:
    came_back = posted[0].deliveries.create(
        is_sandbox=True, not_before_at=posted[0].approved_at, state="refused"
    )
    assert len(owner.get(reverse("pile")).context["form"].waiting) == 3
    page = owner.get(reverse("letter", args=[posted[0].uuid])).content.decode()
    assert "Post it to:" in page
    for state in ("waiting", "unclear"):
        came_back.state = state
        came_back.save()
        assert len(owner.get(reverse("pile")).context["form"].waiting) == 2


def test_printing_costs_the_same_few_queries_however_many(
    posted: list[Message],
    owner: Client,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        owner.post(reverse("pile_print"), ticked(posted, kind="pdf"))


def test_the_letters_of_one_wave_are_looked_at_alone(
    posted: list[Message], owner: Client, stranger: Client, citizen: User
) -> None:
    campaign = campaign_of(citizen, NOW, bodies(["us-il", "us-ca"], channel="post"))
    wave = released(campaign, citizen, NOW)
    address = f"{reverse('pile')}?wave={wave.uuid}"
    assert len(owner.get(reverse("pile")).context["form"].waiting) == 5
    shown = owner.get(address)
    mine = shown.context["form"].waiting
    assert {letter.wave for letter in mine} == {wave} and len(mine) == 2
    data = ticked(mine, posted_on=f"{NOW:%Y-%m-%d}")
    answer = owner.post(f"{reverse('pile_posted')}?wave={wave.uuid}", data)
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert owner.get(address).context["form"].waiting == []
    assert stranger.get(address).status_code == 404
    assert owner.get(f"{reverse('pile')}?wave=nonsense").status_code == 404


def test_a_wave_leads_to_its_own_letters_by_post(owner: Client, citizen: User) -> None:
    wave = released(campaign_of(citizen, NOW, bodies(["us-il"], channel="post")), citizen, NOW)
    shown = owner.get(reverse("wave", args=[wave.uuid])).content.decode()
    assert f"{reverse('pile')}?wave={wave.uuid}" in shown
