"""Own words: writing and checking them, and choosing among them for one letter."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec
from django import forms
from django.utils.translation import gettext_lazy as _

from foia.letters.catalogue import catalogue
from foia.letters.compose import AskItem
from foia.letters.gallery import PLACES
from foia.letters.own import Own, own_ask, with_own_asks
from foia.letters.own_checks import Written, troubles
from foia.letters.own_sample import USUAL_PLACES
from foia.letters.wording import language_name, languages
from foia.models import OwnWords
from foia.web import words
from foia.web.days import reader
from jurisdictions import load_pack

FIELDS = {
    "ask": ("name", "language", "category", "text"),
    "frame": ("name", "language", "opening", "closing"),
    "signature": ("name", "language", "text"),
}
LOOKED_AT = ("place_1", "place_2", "place_3")
KEPT = "kept"


class OwnWordsForm(forms.Form):
    """One ask, frame or signature, and the three places at which it is looked at."""

    name = forms.CharField(label=_("What you call it"), max_length=80)
    language = forms.ChoiceField(label=_("Language"), required=False)
    category = forms.ChoiceField(label=_("Kind of record"), required=False)
    opening = forms.CharField(
        label=_("Opening, before the words of the law"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("You can use $agency, $system, $topic and $reference."),
    )
    closing = forms.CharField(
        label=_("Closing, after the words of the law"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The law's own sentences stay as they are, so cite none here."),
    )
    text = forms.CharField(
        label=_("The words"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    place_1 = forms.ChoiceField(label=_("First place to look at it"))
    place_2 = forms.ChoiceField(label=_("Second place"))
    place_3 = forms.ChoiceField(label=_("Third place"))

    def __init__(self, data: Mapping[str, Any] | None, *, kind: str, row: OwnWords | None) -> None:
        told = {name: getattr(row, name) for name in FIELDS[kind]} if row else {"language": "en"}
        shown = dict(zip(LOOKED_AT, USUAL_PLACES, strict=True))
        super().__init__(data, initial=told | shown)
        self.kind = kind
        for name in set(self.fields) - {*FIELDS[kind], *LOOKED_AT}:
            del self.fields[name]
        self._offer("language", _language_choices(kind))
        for name in LOOKED_AT:
            self._offer(name, [(code, words.named(load_pack(code).name)) for code in PLACES])
        if kind == "ask":
            self._offer("category", _category_choices())
            self.fields["text"].help_text = _(
                "You can use $system, the kind of system asked about."
            )
        elif kind == "signature":
            self.fields["text"].help_text = _("Up to six lines, which stand under the name.")

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """Say every trouble beside the field that has it."""
        cleaned = super().clean() or {}
        if not self.errors:
            for trouble in troubles(self.written()):
                self.add_error(trouble.field, trouble.sentence)
        return cleaned

    def written(self) -> Written:
        """Return the words as the checks and the composer take them."""
        told = {name: self.cleaned_data[name] for name in FIELDS[self.kind]}
        return msgspec.convert({**told, "kind": self.kind}, Written)

    def places(self) -> list[str]:
        """Return the codes of the places to look at, each once."""
        return list(dict.fromkeys(self.cleaned_data[name] for name in LOOKED_AT))

    def digest(self) -> str:
        """Return the SHA-256 of the words, which says that just these were looked at."""
        return hashlib.sha256(msgspec.json.encode(self.written())).hexdigest()


class ChooseOwnForm(forms.Form):
    """Which of one's own words a letter carries; a field is there where there is a choice."""

    own_frame = forms.ChoiceField(label=_("Opening and closing"), required=False)
    own_signature = forms.ChoiceField(label=_("Under the name"), required=False)
    own_asks = forms.MultipleChoiceField(
        label=_("Asks of your own to add"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One for a kind of record takes the place of the words for that kind."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        rows: Sequence[OwnWords],
        carries: Own,
        has_asks: bool = True,
    ) -> None:
        self.rows = {str(row.uuid): row for row in rows}
        self.carries = carries
        chosen = {
            "own_frame": KEPT if carries.opening or carries.closing else "",
            "own_signature": KEPT if carries.signature else "",
        }
        super().__init__(data, initial=chosen)
        self._offer("own_frame", "frame", carries.frame, bool(chosen["own_frame"]))
        self._offer("own_signature", "signature", carries.signed_as, bool(chosen["own_signature"]))
        self._offer("own_asks", "ask", "", False)
        if not has_asks:  # a later letter lists what the request asks for, and nothing new
            self.fields.pop("own_asks", None)

    def _offer(self, name: str, kind: str, called: str, is_carried: bool) -> None:
        """Fill a field with what there is to choose, or leave it out."""
        choices: list[tuple[str, Any]] = [
            (uuid, row.name) for uuid, row in self.rows.items() if row.kind == kind
        ]
        if not choices and not is_carried:
            del self.fields[name]
            return
        if kind != "ask":
            kept = [(KEPT, _("As it stands: {name}").format(name=called))] if is_carried else []
            choices = [("", _("None")), *kept, *choices]
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def own(self) -> Own:
        """Return a copy of the words that the letter is to carry."""
        frame, signature = self._chosen("own_frame"), self._chosen("own_signature")
        was = self.carries
        return Own(
            opening=was.opening if frame == KEPT else self._row(frame).opening,
            closing=was.closing if frame == KEPT else self._row(frame).closing,
            frame=was.frame if frame == KEPT else self._row(frame).name,
            signature=was.signature if signature == KEPT else self._row(signature).text,
            signed_as=was.signed_as if signature == KEPT else self._row(signature).name,
        )

    def ask_with(
        self, ask: Sequence[AskItem], *, technology: str, language: str
    ) -> tuple[AskItem, ...]:
        """Return what is asked for, with the asks that were ticked, in words for that system."""
        system = catalogue().short_in_text(technology, language)
        ticked = [self.rows[uuid] for uuid in self.cleaned_data.get("own_asks", ())]
        own = [own_ask(row.category, row.text, system) for row in ticked]
        return with_own_asks(ask, own)

    def _chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name, ""))

    def _row(self, uuid: str) -> OwnWords:
        return self.rows.get(uuid) or OwnWords()


def _language_choices(kind: str) -> list[tuple[str, Any]]:
    named = sorted(((code, language_name(code)) for code in languages()), key=lambda one: one[1])
    return [("", _("Every language")), *named] if kind == "signature" else list(named)


def _category_choices() -> list[tuple[str, Any]]:
    kinds = sorted((entry.label(reader()), entry.id) for entry in catalogue().categories)
    return [("", _("None of the catalogue's")), *((id, label) for label, id in kinds)]
