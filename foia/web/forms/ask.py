"""What to ask for: one tick and one text per record category, and one item of one's own."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from foia.letters.annexes import Annex, annexes, with_sentences, without_sentences
from foia.letters.catalogue import RecordCategory, catalogue
from foia.letters.compose import AskItem, default_ask
from foia.letters.entries import Told
from foia.letters.own import paragraphs
from foia.web.days import reader

LONGEST = 10_000


@dataclass(frozen=True)
class Offer:
    """A report of a product that can be named after an item, by its own tick."""

    annex: Annex
    pick: BoundField


@dataclass(frozen=True)
class Row:
    """One record category on the screen: its tick, its text, why it is worth asking.

    `named` are the reports of products known to be there, `offers` those of other products.
    """

    category: RecordCategory
    pick: BoundField
    text: BoundField
    label: str
    why: Told
    answers: Told
    named: tuple[Offer, ...]
    offers: tuple[Offer, ...]


class AskForm(forms.Form):
    """Ticks and texts for `usual` (ticked at first) and all other categories."""

    own = forms.CharField(
        label=_("Something else, in your own words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The last item of the letter; an empty line begins another."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        technology: str,
        language: str,
        usual: Sequence[str],
        chosen: Sequence[AskItem] | None = None,
        products: Collection[str] = (),
    ) -> None:
        super().__init__(data)
        self.products = products
        self.annexes = {
            category.id: annexes(technology, category.id, language)
            for category in catalogue().categories
        }
        self.usual = tuple(usual)
        ids = [*usual, *_others(technology, usual)]
        texts = {item.category: item.text for item in chosen or ()}
        picked = set(usual) if chosen is None else set(texts)
        for item in default_ask(technology, ids, language):
            self._add(item.category, texts.get(item.category, item.text), item.category in picked)
        self.fields["own"].initial = "\n\n".join(
            item.text for item in chosen or () if not item.category
        )
        self.ids = ids

    def _add(self, id: str, text: str, is_picked: bool) -> None:
        label = catalogue().category(id).label(reader())
        self.fields[f"pick_{id}"] = forms.BooleanField(
            label=label, required=False, initial=is_picked
        )
        self.fields[f"text_{id}"] = forms.CharField(
            label=_("Words of the letter for «{item}»").format(item=label),
            required=False,
            initial=text,
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        for annex in self.annexes[id]:
            self.fields[_annex_field(annex)] = forms.BooleanField(
                label=_("{product}: name “{report}”").format(
                    product=annex.product.name, report=annex.report.report
                ),
                required=False,
                initial=annex.sentence in text,
            )

    def usual_rows(self) -> Iterator[Row]:
        """Yield the categories that are worth asking first."""
        return (self._row(id) for id in self.ids if id in self.usual)

    def other_rows(self) -> Iterator[Row]:
        """Yield all other categories."""
        return (self._row(id) for id in self.ids if id not in self.usual)

    def has_more_chosen(self) -> bool:
        """Say whether something beyond the first ones is ticked, so that it must be seen."""
        return any(row.pick.value() for row in self.other_rows())

    def has_annexes(self) -> bool:
        """Say whether a product's report can be named for anything on this screen."""
        return any(self.annexes.values())

    def _row(self, id: str) -> Row:
        category = catalogue().category(id)
        offers = [Offer(annex, self[_annex_field(annex)]) for annex in self.annexes[id]]
        return Row(
            category=category,
            pick=self[f"pick_{id}"],
            text=self[f"text_{id}"],
            label=category.label(reader()),
            why=category.why(reader()),
            answers=category.answers(reader()),
            named=tuple(one for one in offers if one.annex.product.id in self.products),
            offers=tuple(one for one in offers if one.annex.product.id not in self.products),
        )

    def clean(self) -> dict[str, Any]:
        """Require one item, and words for every item that is ticked."""
        cleaned = super().clean() or {}
        for id in self.ids:
            if cleaned.get(f"pick_{id}") and not cleaned.get(f"text_{id}", "").strip():
                self.add_error(f"text_{id}", _("Write what you ask for, or untick this item."))
        if not self.has_error(None) and not self.items():
            raise forms.ValidationError(_("Tick at least one kind of record to ask for."))
        return cleaned

    def items(self) -> tuple[AskItem, ...]:
        """Return the ask, in the order of the screen."""
        picked = [id for id in self.ids if self.cleaned_data.get(f"pick_{id}")]
        items = [self._item(id) for id in picked]
        own = paragraphs(self.cleaned_data.get("own", ""))
        return (*items, *(AskItem("", part.text) for part in own))

    def _item(self, id: str) -> AskItem:
        """Return what is asked for, followed by the reports that are to be named.

        A sentence that was there and lost its tick goes; one that the person typed stays.
        """
        item = AskItem(id, self.cleaned_data.get(f"text_{id}", "").strip())
        ticked, unticked = [], []
        for annex in self.annexes[id]:
            name = _annex_field(annex)
            if self.cleaned_data.get(name):
                ticked.append(annex.sentence)
            elif self.fields[name].initial:
                unticked.append(annex.sentence)
        return with_sentences(without_sentences(item, unticked), ticked)


def _annex_field(annex: Annex) -> str:
    """Return the name of the tick of one report of one product."""
    report = annex.report
    position = annex.product.reports.index(report)
    return f"annex_{annex.product.id}_{position}"


def _others(technology: str, usual: Sequence[str]) -> list[str]:
    """Return the other categories, those that go with the technology first."""
    entries = catalogue()
    chosen = entries.technology(technology)
    ordered = [*chosen.records, *chosen.more, *(category.id for category in entries.categories)]
    return [id for id in dict.fromkeys(ordered) if id not in usual]
