"""A letter while it is being written: fills sections, and remembers what was cited or left out."""

from foia.letters.citations import in_sentence
from foia.letters.template import Text
from foia.letters.wording import Wording

CITE = "cite_"


class Draft:
    """Fills the sections of a wording with the values of one letter.

    A section that quotes a clause the law pack lacks gives way to its `_plain` form, or is left
    out; both are remembered for the notes.
    """

    def __init__(self, words: Wording, values: dict[str, str]) -> None:
        self._sections = words.sections
        self._values = values
        self._language = words.language
        self.clauses: dict[str, None] = {}
        self.without_citation: list[str] = []
        self.left_out: list[str] = []

    def line(self, name: str) -> str:
        """Return a section that every letter has, as one string."""
        return " ".join(text.fill(self._values) for text in self._sections[name])

    def paragraphs(self, name: str) -> tuple[str, ...]:
        """Return the filled paragraphs of a section, or none where it does not apply."""
        texts = self._sections.get(name, ())
        if texts and not self._is_citable(texts):
            plain = self._sections.get(f"{name}_plain", ())
            (self.without_citation if plain else self.left_out).append(name)
            texts = plain
        self._remember_clauses(texts)
        return tuple(in_sentence(text.fill(self._values), self._language) for text in texts)

    def cites(self) -> tuple[str, ...]:
        """Return the citations used, each once, in the order of the letter."""
        return tuple(dict.fromkeys(self._values[f"{CITE}{clause}"] for clause in self.clauses))

    def _is_citable(self, texts: tuple[Text, ...]) -> bool:
        """Say whether the law gives every citation these texts quote."""
        return all(
            self._values.get(field)
            for text in texts
            for field in text.fields
            if field.startswith(CITE)
        )

    def _remember_clauses(self, texts: tuple[Text, ...]) -> None:
        """Keep the clauses that these texts cite, in the order of the letter."""
        for text in texts:
            for field in sorted(text.fields):
                if field.startswith(CITE):
                    self.clauses[field.removeprefix(CITE)] = None
