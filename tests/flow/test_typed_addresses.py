"""No account can mail the world: so many letters a day go to addresses that a person typed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from foia import docket
from foia.flow import compose
from foia.flow.compose import ComposeError, Said, typed_addresses
from foia.models import Message, User
from tests.conftest import approve


@pytest.fixture
def appeal_to(draft_to: Callable[..., Message], now: datetime) -> Callable[[str], Message]:
    """A function that drafts an appeal of a new refused request to an address."""

    def draft(address: str) -> Message:
        request = draft_to("chicago-police-department").the_request
        docket.record(request=request, kind="sent", at=now, details={"channel": "email"}, now=now)
        docket.record(request=request, kind="denied", at=now, now=now)
        appeal = compose.follow_up(request=request, kind="appeal", remedy="pac", now=now)
        compose.revise(message=appeal, said=Said(recipient=address, channel="email"))
        return Message.objects.get(pk=appeal.pk)

    return draft


def test_after_so_many_typed_addresses_a_day_the_next_waits_for_tomorrow(
    appeal_to: Callable[[str], Message],
    citizen: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typed_addresses, "MOST_A_DAY", 2)
    for number in range(2):
        approve(appeal_to(f"{number}@elsewhere.example"), citizen, now)
    third = appeal_to("3@elsewhere.example")
    with pytest.raises(ComposeError, match="approve it tomorrow"):
        approve(third, citizen, now)
    third.refresh_from_db()
    assert (third.state, third.recipient) == ("draft", "3@elsewhere.example"), "nothing is lost"
    other = User.objects.create_user("sam@openshutter.example")
    approve(appeal_to("4@elsewhere.example"), other, now)
    approve(third, citizen, now + timedelta(days=1, minutes=1))


def test_letters_to_the_body_itself_are_not_counted(
    draft_to: Callable[..., Message],
    appeal_to: Callable[[str], Message],
    citizen: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typed_addresses, "MOST_A_DAY", 1)
    approve(draft_to("chicago-police-department"), citizen, now)
    approve(appeal_to("1@elsewhere.example"), citizen, now)
    approve(draft_to("chicago-police-department"), citizen, now)
