"""Own words are checked when kept, copied when chosen, and covered by what is approved."""

from collections.abc import Callable
from datetime import datetime

import pytest

from foia import access, drafts
from foia.flow import compose, teams
from foia.letters.letter import AskItem
from foia.letters.own import Own
from foia.letters.own_checks import Written
from foia.models import Message, OwnWords, User
from tests.conftest import approve

FRAME = Written("frame", "Coalition", "en", opening="We write for 24 residents.")


def edited(message: Message, own: Own) -> None:
    request = message.the_request
    ask = [AskItem(row["category"], row["text"]) for row in request.ask]
    compose.edit(message=message, ask=ask, signed_name="Rosa", signed_address="", own=own)
    message.refresh_from_db()


def test_words_with_trouble_are_not_kept(citizen: User, now: datetime) -> None:
    bad = Written("frame", "Bad", "en", opening="{{ x }}")
    with pytest.raises(compose.ComposeError, match=r"The opening, line 1: '\{\{'"):
        compose.keep(owner=citizen, written=bad, now=now)
    assert not OwnWords.objects.exists()


def test_a_name_is_kept_once_and_can_be_replaced(citizen: User, now: datetime) -> None:
    kept = compose.keep(owner=citizen, written=FRAME, now=now)
    with pytest.raises(compose.ComposeError, match="is kept already"):
        compose.keep(owner=citizen, written=FRAME, now=now)
    compose.keep(owner=citizen, written=FRAME, now=now, replaces=kept)
    assert access.own_words_for(citizen).count() == 1


def test_nobody_elses_words_can_be_seen(citizen: User, now: datetime) -> None:
    compose.keep(owner=citizen, written=FRAME, now=now)
    other = User.objects.create_user("sam@openshutter.example")
    assert not access.own_words_for(other).exists()


def test_the_digest_covers_own_words_and_a_stale_one_approves_nothing(
    draft: Message, citizen: User, now: datetime
) -> None:
    seen = drafts.preview(message=draft, now=now).digest
    edited(draft, Own(opening=FRAME.opening, frame="Coalition"))
    assert drafts.preview(message=draft, now=now).digest != seen
    with pytest.raises(compose.ComposeError, match="has changed since"):
        compose.approve(message=draft, digest=seen, by=citizen, now=now)


def test_an_approved_letter_keeps_its_copy_when_the_words_are_removed(
    draft: Message, citizen: User, now: datetime
) -> None:
    kept = compose.keep(owner=citizen, written=FRAME, now=now)
    edited(draft, Own(opening=kept.opening, frame=kept.name, signature="Coalition 24"))
    approved = approve(draft, citizen)
    kept.delete()
    approved.refresh_from_db()
    assert "We write for 24 residents." in approved.body_text
    assert "Coalition 24" in approved.body_text


def test_an_item_goes_back_to_the_catalogue_and_no_other_does(
    draft: Message, citizen: User
) -> None:
    usual = draft.the_request.ask
    own = [AskItem(row["category"], "Changed.") for row in usual]
    compose.edit(message=draft, ask=own, signed_name="Rosa", signed_address="")
    compose.back_to_catalogue(message=draft, category="contract")
    draft.the_request.refresh_from_db()
    texts = {row["category"]: row["text"] for row in draft.the_request.ask}
    assert texts["contract"] == {row["category"]: row["text"] for row in usual}["contract"]
    assert texts["usage_policy"] == "Changed."
    with pytest.raises(compose.ComposeError, match="no such item"):
        compose.back_to_catalogue(message=draft, category="sharing")


def test_an_approved_letter_does_not_go_back(
    draft_to: Callable[..., Message], citizen: User
) -> None:
    approved = approve(draft_to("chicago-police-department"), citizen)
    with pytest.raises(compose.ComposeError, match="can no longer be changed"):
        compose.back_to_catalogue(message=approved, category="contract")


def test_words_shared_with_a_team_are_chosen_by_its_members_and_changed_by_their_owner_alone(
    citizen: User, now: datetime
) -> None:
    maya = User.objects.create_user("maya@openshutter.example")
    team = teams.make(name="Coalition", by=citizen, now=now)
    told = Written("signature", "Coalition", "en", text="Coalition of Chicago")
    kept = compose.keep(owner=citizen, written=told, now=now)
    compose.share(words=kept, team=team)
    assert not access.own_words_to_use(maya).exists()
    invitation = teams.invite(team=team, email=maya.email, role="owner", by=citizen, now=now)
    teams.join(invitation=invitation, person=maya)
    assert list(access.own_words_to_use(maya)) == [kept]
    assert not access.own_words_for(maya).exists()
    teams.leave(membership=team.memberships.get(user=citizen))
    assert not access.own_words_to_use(maya).exists()
    assert list(access.own_words_to_use(citizen)) == [kept]
