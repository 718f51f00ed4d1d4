"""Every address × every role in a team: a member reaches what the table says, and nothing else.

The addresses are those of `test_permissions.RULES`, which must name every one there is; those that
answer everybody alike are tested there.
"""

import pytest
from django.urls import reverse

from foia.models import Membership, User
from tests.web.conftest import Rows, signed_in
from tests.web.test_permissions import NOTHING, QUERY, RULES

#: What everybody in the team may look at.
LOOKED_AT = {
    *("team", "campaign", "campaign_before", "campaign_plan", "campaign_publishing"),
    *("campaign_bodies", "campaign_fields", "campaign_fields_table", "campaign_files"),
    *("campaign_file", "campaign_grid", "campaign_table", "campaign_bags"),
    *("campaign_coding", "coding_differences", "coding_table", "system", "system_plan"),
    *("wave", "wave_part", "wave_letters", "wave_letter", "wave_held_back"),
}
#: What each role reaches beside what the one before it does.
MORE = {
    "viewer": {*LOOKED_AT, "team_leave"},
    "responder": {"coding_next", "request_coding", "request_assign", "request_tags", "view_drop"},
    "organizer": {
        *("campaign_bodies_add", "campaign_bodies_remove", "campaign_file_remove"),
        *("campaign_grid_act", "question_retire", "wave_act", "wave_pace"),
        *("system_add", "system_edit", "system_part"),
    },
    "owner": {"team_invite", "team_rename", "team_role", "invitation_withdraw"},
}
ROLES = list(MORE)
PRIVATE = [name for name, rule in RULES.items() if rule.stranger == NOTHING]


def test_every_role_is_in_the_table_in_the_order_of_what_it_may() -> None:
    assert list(reversed(Membership.Role.values)) == ROLES


@pytest.mark.parametrize("role", ROLES)
def test_a_member_reaches_what_the_role_allows_and_nothing_else(role: str, rows: Rows) -> None:
    maya = User.objects.create_user("maya@openshutter.example")
    rows.member = Membership.objects.create(team=rows.campaign.team, user=maya, role=role)
    browser = signed_in(maya)
    reached = set()
    for name in sorted(PRIVATE, key="team_leave".__eq__):  # last: who left reaches nothing
        address = reverse(name, args=RULES[name].where(rows)) + QUERY.get(name, "")
        if getattr(browser, RULES[name].method)(address).status_code != NOTHING:
            reached.add(name)
    allowed = set().union(*(MORE[each] for each in ROLES[: ROLES.index(role) + 1]))
    assert reached == allowed


def test_who_left_a_team_reaches_nothing_of_it(rows: Rows) -> None:
    maya = User.objects.create_user("maya@openshutter.example")
    Membership.objects.create(team=rows.campaign.team, user=maya, role="owner").delete()
    browser = signed_in(maya)
    for name in sorted(set().union(*MORE.values())):
        address = reverse(name, args=RULES[name].where(rows)) + QUERY.get(name, "")
        answer = getattr(browser, RULES[name].method)(address)
        assert answer.status_code == NOTHING, name


def test_a_closed_account_reaches_nothing(rows: Rows) -> None:
    browser = signed_in(rows.sent.requester)
    User.objects.update(is_active=False)
    for name in PRIVATE:
        address = reverse(name, args=RULES[name].where(rows)) + QUERY.get(name, "")
        answer = getattr(browser, RULES[name].method)(address)
        assert answer.status_code in (302, NOTHING), name
        if answer.status_code == 302:
            assert answer["Location"].startswith("/accounts/login/"), name
