"""Own words on the screen: seen in three letters, then kept, then chosen for a letter."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from foia.flow import compose
from foia.letters.own_checks import Written
from foia.models import Message, OwnWords, RecordsRequest, User
from tests.web.conftest import Rows
from tests.web.test_follow_ups import late  # noqa: F401  (a fixture that these tests share)

PLACES = {"place_1": "us-il", "place_2": "fr", "place_3": "mx"}
FRAME = {
    "name": "Coalition",
    "language": "en",
    "opening": "We write to $agency as neighbours.",
    "closing": "Our reference is $reference.",
}


def written(client: Client, kind: str, **said: str) -> Any:
    """Look at words, then keep them with the digest the page gave; return both answers."""
    address = reverse("own_words_new", args=[kind])
    looked = client.post(address, said | PLACES | {"do": "look"})
    seen = looked.context.get("seen", "")
    return looked, client.post(address, said | PLACES | {"do": "keep", "seen": seen})


def edit_of(message: Message, **more: Any) -> dict[str, Any]:
    """Return the edit form as it stands for two records, and more."""
    texts = {f"text_{row['category']}": row["text"] for row in message.the_request.ask}
    picks = {f"pick_{row['category']}": "on" for row in message.the_request.ask}
    return texts | picks | {"signed_name": "Rosa Resident"} | more


def test_words_are_seen_marked_in_three_letters_before_they_are_kept(
    owner: Client, citizen: User
) -> None:
    looked, kept = written(owner, "frame", **FRAME)
    page = looked.content.decode()
    assert page.count("<article") == 3
    assert page.count("<mark>") == 6
    assert "We write to City of Sampletown as neighbours." in page
    assert kept["Location"] == reverse("own_words")
    assert OwnWords.objects.get().owner == citizen


def test_words_that_changed_after_they_were_looked_at_are_looked_at_again(owner: Client) -> None:
    address = reverse("own_words_new", args=["frame"])
    seen = owner.post(address, FRAME | PLACES | {"do": "look"}).context["seen"]
    other = FRAME | {"opening": "Something else."}
    again = owner.post(address, other | PLACES | {"do": "keep", "seen": seen})
    assert again.status_code == 200
    assert "Something else." in again.content.decode()
    assert not OwnWords.objects.exists()


@pytest.mark.parametrize("bad", ["{{ agency }}", "<script>x</script>", "See 5 ILCS 140/3.", "$x"])
def test_what_is_refused_is_said_beside_its_field_and_never_runs(owner: Client, bad: str) -> None:
    looked, kept = written(owner, "frame", **(FRAME | {"closing": bad}))
    page = looked.content.decode()
    assert (looked.status_code, kept.status_code) == (422, 422)
    assert "The closing, line 1" in page
    assert "<script>x" not in page
    assert not OwnWords.objects.exists()


def test_a_choice_is_copied_into_the_draft_and_stays_when_the_words_go(
    owner: Client, draft: Message
) -> None:
    written(owner, "frame", **FRAME)
    written(owner, "signature", name="All", language="", text="Coalition 24\nSecond line")
    rows = {row.kind: str(row.uuid) for row in OwnWords.objects.all()}
    edit = reverse("letter_edit", args=[draft.uuid])
    assert "Coalition" in owner.get(edit).content.decode()
    chosen = {"own_frame": rows["frame"], "own_signature": rows["signature"]}
    assert owner.post(edit, edit_of(draft, **chosen)).status_code == 302
    OwnWords.objects.all().delete()
    page = owner.get(reverse("letter", args=[draft.uuid]))
    text = page.context["preview"].text
    assert "as neighbours." in text
    assert "Coalition 24\nSecond line" in text
    assert "As it stands: Coalition" in owner.get(edit).content.decode()
    kept = {"own_frame": "kept", "own_signature": "kept"}
    owner.post(edit, edit_of(draft, **kept))
    assert owner.get(reverse("letter", args=[draft.uuid])).context["preview"].text == text
    owner.post(edit, edit_of(draft))
    plain = owner.get(reverse("letter", args=[draft.uuid])).context["preview"].text
    assert "as neighbours." not in plain


def test_own_asks_join_the_letter_and_two_free_ones_survive_an_edit(
    owner: Client, draft: Message
) -> None:
    written(owner, "ask", name="A", language="en", category="", text="All of $system at night.")
    written(
        owner, "ask", name="B", language="en", category="contract", text="The lease of $system."
    )
    edit = reverse("letter_edit", args=[draft.uuid])
    asks = [str(row.uuid) for row in OwnWords.objects.all()]
    owner.post(edit, edit_of(draft, own="My street.", own_asks=asks))
    draft.the_request.refresh_from_db()
    texts = [row["text"] for row in draft.the_request.ask]
    assert len(texts) == 4
    assert "The lease of" in texts[1]
    assert texts[2] == "My street."
    assert "$" not in texts[3]
    form = owner.get(edit).context["form"]
    owner.post(edit, edit_of(draft, own=form["own"].value()))
    draft.the_request.refresh_from_db()
    assert [row["text"] for row in draft.the_request.ask] == texts


def test_what_differs_is_shown_word_by_word_with_a_way_back(owner: Client, draft: Message) -> None:
    address = reverse("letter", args=[draft.uuid])
    assert "What is in your own words" not in owner.get(address).content.decode()
    usual = draft.the_request.ask[1]["text"]
    changed = edit_of(draft, text_contract=f"{usual} Also the leases.")
    owner.post(reverse("letter_edit", args=[draft.uuid]), changed)
    page = owner.get(address).content.decode()
    assert re.search(r"<ins><span[^>]*>put in: </span>Also the leases\.</ins>", page)
    assert "own sentences cannot be edited" in page
    back = owner.post(reverse("letter_catalogue", args=[draft.uuid]), {"category": "contract"})
    assert back["Location"] == address
    assert "Also the leases" not in owner.get(address).content.decode()


def test_words_of_another_language_are_not_offered(owner: Client, draft: Message) -> None:
    written(owner, "frame", **(FRAME | {"language": "fr", "name": "Collectif"}))
    assert OwnWords.objects.count() == 1
    edit = owner.get(reverse("letter_edit", args=[draft.uuid])).content.decode()
    assert "Collectif" not in edit


def test_nobody_can_choose_or_change_anothers_words(
    rows: Rows, stranger: Client, owner: Client
) -> None:
    address = reverse("own_words_edit", args=[rows.words.uuid])
    assert stranger.post(address, FRAME | PLACES | {"do": "look"}).status_code == 404
    stolen = edit_of(rows.draft, own_frame=str(rows.words.uuid))
    OwnWords.objects.update(owner=User.objects.get(email="sam@openshutter.example"))
    refused = owner.post(reverse("letter_edit", args=[rows.draft.uuid]), stolen)
    rows.draft.refresh_from_db()
    assert (rows.draft.own, refused.status_code) == ({}, 302)


def test_own_words_are_chosen_where_the_letter_is_signed(owner: Client, draft: Message) -> None:
    written(owner, "frame", **FRAME)
    chosen = {"place": "Chicago, Illinois", "what": "frt_search"}
    asked = f"{reverse('ask_records')}?{urlencode(chosen)}"
    form = owner.get(asked).context["form"]
    ticked = {row.pick.name: "on" for row in form.usual_rows()}
    words = {row.text.name: row.text.value() for row in form.usual_rows()}
    owner.post(asked, ticked | words)
    sign = reverse("ask_sign")
    assert "Coalition" in owner.get(sign).content.decode()
    frame = str(OwnWords.objects.get().uuid)
    made = owner.post(sign, {"signed_name": "Rosa Resident", "own_frame": frame})
    assert "as neighbours." in owner.get(made["Location"]).context["preview"].text


def test_an_unknown_kind_is_not_there(owner: Client) -> None:
    assert owner.get(reverse("own_words_new", args=["poem"])).status_code == 404


def test_the_list_costs_as_much_for_one_text_as_for_many(
    owner: Client, rows: Rows, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        OwnWords.objects.create(
            owner=rows.words.owner,
            kind="ask",
            name=f"{number}",
            language="en",
            text="All.",
            saved_at=rows.words.saved_at,
        )
    with django_assert_num_queries(5):
        owner.get(reverse("own_words"))


def test_a_later_letter_carries_a_frame_of_ones_own_and_offers_no_new_asks(
    sent: RecordsRequest,
    citizen: User,
    owner: Client,
    late: datetime,  # noqa: F811
) -> None:
    kept = [
        Written("frame", "Neighbours", "en", opening="We write to $agency as neighbours."),
        Written("signature", "Board", text="For the board"),
        Written("ask", "Leases", "en", text="The leases of $system."),
    ]
    frame, signature, _ = [compose.keep(owner=citizen, written=one, now=late) for one in kept]
    draft = compose.follow_up(request=sent, kind="overdue", now=late)
    edit = reverse("letter_edit", args=[draft.uuid])
    form = owner.get(edit).context["own"]
    assert set(form.fields) == {"own_frame", "own_signature"}
    listed = {f"pick_{n}": "on" for n in range(2)} | {f"text_{n}": "The rules." for n in range(2)}
    chosen = {"own_frame": str(frame.uuid), "own_signature": str(signature.uuid)}
    page = owner.post(edit, listed | chosen, follow=True)
    mailed = page.context["preview"].text
    assert "We write to Chicago Police Department as neighbours.\n\n" in mailed
    assert "Rosa Resident\nFor the board\n" in mailed
    owner.post(edit, listed | {"own_frame": "", "own_signature": "kept"})
    draft.refresh_from_db()
    assert draft.own == {"signature": "For the board", "signed_as": "Board"}
