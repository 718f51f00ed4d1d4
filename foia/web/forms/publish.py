"""Forms of publishing: when, named or not, and why a part is blacked out."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class WhenForm(forms.Form):
    """Publish now, or on a day; and where asking is dangerous, that the person knows."""

    until_on = forms.DateField(
        label=_("Keep it private until this day"),
        help_text=_("Leave it empty to publish now."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    is_risk_accepted = forms.BooleanField(
        label=_("I know that asking is dangerous there, and nobody is endangered by this."),
        required=False,
    )

    def __init__(self, *args: Any, is_dangerous: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_dangerous:
            del self.fields["is_risk_accepted"]

    def told(self) -> dict[str, Any]:
        """Return what the gate wants to know."""
        until_on: date | None = self.cleaned_data["until_on"]
        accepted = bool(self.cleaned_data.get("is_risk_accepted"))
        return {"is_risk_accepted": accepted} | ({"until_on": until_on} if until_on else {})


class CoverForm(forms.Form):
    """What to black out on a page, and why: words, lines by their numbers, or a drawn box."""

    words = forms.CharField(label=_("Words"), max_length=300, required=False)
    lines = forms.TypedMultipleChoiceField(label=_("Lines"), coerce=int, required=False)
    box = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why is it blacked out?"),
        help_text=_("Such as: the requester's address; a private person's name."),
        max_length=200,
    )

    def __init__(self, *args: Any, number_of_lines: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [(number, str(number)) for number in range(number_of_lines)]
        self.fields["lines"].choices = numbers  # type: ignore[attr-defined]

    def clean_box(self) -> tuple[float, ...]:
        """Read a drawn box: left, top, right and bottom as shares of the page."""
        told = self.cleaned_data["box"]
        if not told:
            return ()
        try:
            left, top, right, bottom = (float(part) for part in told.split(","))
        except ValueError as error:
            raise forms.ValidationError(_("The box cannot be read; draw it again.")) from error
        return left, top, right, bottom

    def clean(self) -> dict[str, Any]:
        """Refuse a form that blacks nothing out."""
        told: dict[str, Any] = super().clean() or {}
        if not (told.get("words") or told.get("lines") or told.get("box") or self.errors):
            raise forms.ValidationError(
                _("Say what to black out: give words, tick lines, or draw a box.")
            )
        return told
