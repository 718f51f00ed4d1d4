"""The inbox: what it is narrowed to, what is done with many rows, and the name of a view."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foia.models import RecordsRequest
from foia.web.inbox import ME, NAMES, NOBODY, Inbox
from foia.web.ticked import keys_of

GIVE, RELEASE, TAG, UNTAG, READ = "give", "release", "tag", "untag", "read"
ANYBODY = ("", _("Anybody"))


class InboxFilterForm(forms.Form):
    """What the inbox is narrowed to; its fields are the names in the address."""

    team = forms.ChoiceField(label=_("Team"), required=False)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    who = forms.ChoiceField(label=_("Given to"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    q = forms.CharField(label=_("Body, place or reference"), required=False, max_length=200)

    def __init__(self, inbox: Inbox) -> None:
        told = inbox.filters
        super().__init__({name: getattr(told, name) for name in NAMES}, auto_id="filter_%s")
        self._offer("team", _("Everything I may see"), [(t.uuid, t.name) for t in inbox.teams])
        self._offer("campaign", _("Every campaign"), [(c.uuid, c.name) for c in inbox.campaigns])
        people = [(m.pk, m.email) for m in inbox.members if m.pk != inbox.person.pk]
        self._offer("who", _("Anybody"), [(ME, _("Me")), (NOBODY, _("Nobody")), *people])
        self._offer("tag", _("Any"), [(name, name) for name in inbox.tags])

    def _offer(self, name: str, nothing: Any, choices: list[tuple[Any, Any]]) -> None:
        """Fill a field, or leave it out where there is nothing to choose."""
        if not choices:
            del self.fields[name]
            return
        plain = [(str(value), label) for value, label in choices]
        cast(forms.ChoiceField, self.fields[name]).choices = [("", nothing), *plain]


class InboxActForm(forms.Form):
    """What to do with the rows that are ticked."""

    do = forms.ChoiceField(
        label=_("With the ticked ones"),
        choices=[
            (READ, _("Mark as read")),
            (GIVE, _("Give to")),
            (RELEASE, _("Give to nobody")),
            (TAG, _("Put a tag on")),
            (UNTAG, _("Take a tag off")),
        ],
    )
    to = forms.ChoiceField(label=_("To whom"), required=False)
    name = forms.CharField(label=_("Which tag"), required=False, max_length=40)

    def __init__(self, data: QueryDict | None, *, inbox: Inbox) -> None:
        super().__init__(data, auto_id="act_%s")
        self.inbox = inbox
        people = [(str(m.pk), m.email) for m in inbox.members]
        cast(forms.ChoiceField, self.fields["to"]).choices = [("", "…"), *people]

    def requests(self) -> list[RecordsRequest]:
        """Return the requests that were ticked, among those of this inbox."""
        picked = keys_of(cast(QueryDict, self.data).getlist("picked"))
        return list(self.inbox.requests.filter(pk__in=picked))

    def clean(self) -> dict[str, Any]:
        """Say what is missing for what is to be done."""
        cleaned = super().clean() or {}
        if cleaned.get("do") == GIVE and not cleaned.get("to"):
            self.add_error("to", _("Say to whom, then do it again."))
        if cleaned.get("do") in (TAG, UNTAG) and not cleaned.get("name"):
            self.add_error("name", _("Say which tag, then do it again."))
        return cleaned


class ViewForm(forms.Form):
    """The name under which a team keeps the filters that are shown."""

    name = forms.CharField(label=_("Keep this view as"), max_length=80)
    team = forms.ChoiceField(label=_("For the team"))

    def __init__(self, data: QueryDict | None, *, inbox: Inbox) -> None:
        super().__init__(data, auto_id="view_%s")
        choices = [(str(team.uuid), team.name) for team in inbox.answering_teams]
        cast(forms.ChoiceField, self.fields["team"]).choices = choices
