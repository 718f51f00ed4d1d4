"""Teams: what they are called, whom to invite, and what each may do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foia.models import Membership

ROLES: list[tuple[str, Any]] = [
    (Membership.Role.OWNER, _("Owner: everything, and who belongs to the team")),
    (Membership.Role.ORGANIZER, _("Organizer: plans, approves and sends")),
    (Membership.Role.RESPONDER, _("Responder: says what an answer is")),
    (Membership.Role.VIEWER, _("Viewer: looks, and changes nothing")),
]


class TeamForm(forms.Form):
    """The name of a team."""

    name = forms.CharField(label=_("Name of the team"), max_length=200)


class RoleForm(forms.Form):
    """What a member may do."""

    role = forms.ChoiceField(label=_("What they may do"), choices=ROLES)


class InviteForm(RoleForm):
    """Whom to invite, by the address of the account they have or will make."""

    email = forms.EmailField(
        label=_("E-mail address of their account"),
        max_length=254,
        help_text=_("No mail leaves. They see the invitation when they sign in, and may decline."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("What they may do"), choices=ROLES, initial=Membership.Role.VIEWER
    )
    field_order = ("email", "role")
