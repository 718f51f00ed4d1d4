"""The coders' form: one field for each question of a campaign, and a new question."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foia.flow import desk
from foia.models import Question
from foia.web import desk_words
from foia.web.sentences import to_reader

Kind = Question.Kind


class QuestionForm(forms.Form):
    """A question to be asked of every answer."""

    text = forms.CharField(label=_("Question"), max_length=300)
    kind = forms.ChoiceField(label=_("Type of answer"), choices=list(desk_words.QUESTIONS.items()))
    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Of a choice: one on a line."),
    )

    def lines(self) -> list[str]:
        """Return the choices."""
        return str(self.cleaned_data["choices"]).splitlines()


class CodingForm(forms.Form):
    """What one coder says of one answer; nothing has to be said."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        questions: Sequence[Question],
        said: Mapping[int, str],
    ) -> None:
        super().__init__(data)
        self.questions = {f"q{question.pk}": question for question in questions}
        for name, question in self.questions.items():
            self.fields[name] = _field(question)
            self.initial[name] = said.get(question.pk, "")

    def clean(self) -> dict[str, Any]:
        """Say beside each question what is wrong with its answer."""
        cleaned = super().clean() or {}
        for name, question in self.questions.items():
            try:
                desk.value_of(question, str(cleaned.get(name, "")))
            except desk.DeskError as error:
                self.add_error(name, to_reader(error))
        return cleaned

    def answers(self) -> dict[int, str]:
        """Return what was said, by the question's key."""
        return {
            question.pk: str(self.cleaned_data[name]) for name, question in self.questions.items()
        }


def _field(question: Question) -> forms.Field:
    """Return the field of a question's type; an empty answer means that it cannot be told."""
    label = question.text
    if question.kind in (Kind.YES_NO, Kind.CHOICE):
        offered = [(choice, choice) for choice in question.choices]
        choices = list(desk_words.YES_NO.items()) if question.kind == Kind.YES_NO else offered
        return forms.ChoiceField(
            label=label,
            required=False,
            choices=[("", _("It cannot be told")), *choices],
            widget=forms.RadioSelect,
        )
    if question.kind == Kind.DATE:
        return forms.CharField(
            label=label,
            required=False,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        )
    widget = forms.Textarea(attrs={"rows": 2}) if question.kind == Kind.TEXT else forms.TextInput()
    return forms.CharField(label=label, required=False, max_length=1000, widget=widget)
