"""What is verified and by which source: numbered once, so that every mark on a page can say it."""

from dataclasses import dataclass, field
from datetime import date

from jurisdictions import Pack, Statute
from jurisdictions.review import cited_in
from jurisdictions.rules import Cited


@dataclass(frozen=True)
class Source:
    """A text that was read, and on which day; `number` is its place in the list of the page."""

    number: int
    text: str
    checked_on: date | None


@dataclass
class Standing:
    """The statements of one version of a law: how many, how many verified, from which sources."""

    total: int = 0
    verified: int = 0
    sources: list[Source] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)
    _numbers: dict[tuple[str, date | None], int] = field(default_factory=dict)

    @property
    def unread(self) -> int:
        """Return how many statements nobody has verified."""
        return self.total - self.verified

    def number_of(self, cited: Cited) -> int:
        """Return the number of a statement's source, or 0 if none is named."""
        return self._numbers.get((cited.source, cited.checked_on), 0) if cited.source else 0

    def add(self, cited: Cited) -> None:
        """Count one statement, and number its source if that is new."""
        self.total += 1
        self.verified += cited.verified
        if not cited.verified:
            self.unverified.append(cited.cite)
        key = (cited.source, cited.checked_on)
        if cited.source and key not in self._numbers:
            self._numbers[key] = len(self.sources) + 1
            self.sources.append(Source(len(self.sources) + 1, *key))


def standing_of(pack: Pack, statute: Statute) -> Standing:
    """Return how it stands with everything a page says of this version of the law."""
    standing = Standing()
    said = (statute, pack.channels, pack.regulators, pack.suspensions, pack.no_law)
    for part in said:
        for _path, cited in cited_in(part, ""):
            standing.add(cited)
    standing.unverified = list(dict.fromkeys(standing.unverified))
    return standing
