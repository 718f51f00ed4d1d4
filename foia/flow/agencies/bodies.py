"""Rows of a table as the bodies they would be stored as, and what is wrong with them."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from foia.flow.agencies import cells
from foia.flow.agencies.laws import law_of, plain
from foia.flow.agencies.profiles import Profile, Rule
from foia.gateways.tables import Table
from foia.models import Channel

#: How long a text may be; longer ones are cut with a note, and a longer name is no name.
LONGEST = {
    "name": 300,
    "other_names": 300,
    "place": 200,
    "kind": 40,
    "records_office": 300,
    "vendors": 300,
}
CHANNELS = (Channel.EMAIL, Channel.PORTAL, Channel.POST, Channel.FAX)
MOST_ADDRESSES = 20
LONGEST_KEY = 120
FOUND_AT_MOST = 300


class Problem(NamedTuple):
    """What is wrong with a row: where, what was found, what to do. A refused row is left out."""

    line: int
    column: str
    found: str
    sentence: str
    is_refused: bool = True


class Used(msgspec.Struct, frozen=True):
    """A system that a row says a body operates."""

    source_id: str
    technology: str
    vendors: str = ""
    summary: str = ""
    fact_url: str = ""


class Body(msgspec.Struct):
    """One body as it would be stored. `contacts`: (channel, address), the first to use first."""

    line: int
    source_id: str
    name: str
    jurisdiction_code: str
    place: str = ""
    other_names: str = ""
    kind: str = ""
    records_office: str = ""
    homepage: str = ""
    source_url: str = ""
    verified_on: date | None = None
    contacts: tuple[tuple[str, str], ...] = ()
    systems: tuple[Used, ...] = ()


class Reader:
    """Reads the rows of one table; problems gather in `problems` as it goes."""

    def __init__(
        self,
        profile: Profile,
        rules: Mapping[str, Rule],
        *,
        jurisdiction: str = "",
        laws: Mapping[str, str] | None = None,
    ) -> None:
        self.profile = profile
        self.rules = rules
        self.jurisdiction = jurisdiction
        self.laws = laws or {}
        self.problems: list[Problem] = []
        self.unknown_laws: dict[str, int] = {}
        self.rows = 0
        self.skipped = 0

    def bodies(self, table: Table) -> Iterator[Body]:
        """Yield a body for each row that is in order."""
        for row in table.rows:
            self.rows += 1
            if row.trouble:
                self._refuse(row.line, "", "", row.trouble)
                continue
            named = dict(zip(table.header, row.cells, strict=True))
            if self._is_skipped(named):
                self.skipped += 1
            elif body := self._body(row.line, named):
                yield body

    def _is_skipped(self, row: Mapping[str, str]) -> bool:
        skip = self.profile.skip
        return skip is not None and plain(row.get(skip.column, "")).startswith(plain(skip.holds))

    def _refuse(self, line: int, column: str, found: str, sentence: str) -> None:
        self.problems.append(Problem(line, column[:80], found[:FOUND_AT_MOST], sentence))

    def _doubt(self, line: int, column: str, found: str, sentence: str) -> None:
        self.problems.append(Problem(line, column[:80], found[:FOUND_AT_MOST], sentence, False))

    def _column(self, field: str) -> str:
        rule = self.rules.get(field)
        return rule.columns[0] if rule and rule.columns else field

    def _values(self, line: int, row: Mapping[str, str], field: str) -> list[str]:
        rule = self.rules.get(field)
        if rule is None:
            return []
        try:
            return cells.values(row, field, rule)
        except ValueError:
            found = " ".join(row.get(name, "") for name in rule.columns)
            sentence = "Expected JSON as this format has it; the cell was left out."
            self._doubt(line, self._column(field), found, sentence)
            return []

    def _body(self, line: int, row: Mapping[str, str]) -> Body | None:
        told = {field: self._values(line, row, field) for field in self.rules}
        name = " ".join(told.get("name", ()))
        if not name or len(name) > LONGEST["name"]:
            sentence = f"Expected a name of 1 to {LONGEST['name']} characters."
            self._refuse(line, self._column("name"), name, sentence)
            return None
        code = self._law(line, told.get("jurisdiction", []))
        if not code:
            return None
        body = Body(line=line, source_id="", name=name, jurisdiction_code=code)
        for field in ("other_names", "place", "kind", "records_office"):
            setattr(body, field, self._fitting(line, field, "; ".join(told.get(field, ()))))
        body.place = body.place or _town(told.get("jurisdiction", ()))
        for field in ("homepage", "source_url"):
            setattr(body, field, self._web(line, field, told.get(field, [])))
        body.verified_on = self._day(line, told.get("verified_on", []))
        body.contacts = self._contacts(line, told)
        body.systems = self._systems(line, told)
        body.source_id = _key(told.get("source_id", []), body)
        return body

    def _law(self, line: int, words: Sequence[str]) -> str:
        """Return the code of a row's law; a row whose words are not known waits."""
        if not words and self.jurisdiction:
            return self.jurisdiction
        country = self.profile.country or self.jurisdiction.split("-")[0]
        code = law_of(words, country=country, known=self.laws)
        if not code:
            said = words[-1] if words else ""
            self.unknown_laws[said] = self.unknown_laws.get(said, 0) + 1
            sentence = "Expected a place whose law is on file; say which one these words mean."
            if not said:
                sentence = "Expected a place whose law is on file; choose one for the whole file."
            self._refuse(line, self._column("jurisdiction"), said, sentence)
        return code

    def _fitting(self, line: int, field: str, text: str) -> str:
        longest = LONGEST[field]
        if len(text) > longest:
            sentence = f"Expected at most {longest} characters; the rest was left out."
            self._doubt(line, self._column(field), text, sentence)
        return text[:longest]

    def _web(self, line: int, field: str, found: Sequence[str]) -> str:
        text = found[0] if found else ""
        address = cells.web_address(text)
        if text and not address:
            sentence = "Expected an address that begins with https://; it was left out."
            self._doubt(line, self._column(field), text, sentence)
        return address

    def _day(self, line: int, found: Sequence[str]) -> date | None:
        text = found[0] if found else ""
        on = cells.day(text)
        if text and on is None:
            sentence = "Expected a day such as 2026-01-31; it was left out."
            self._doubt(line, self._column("verified_on"), text, sentence)
        return on

    def _contacts(
        self, line: int, told: Mapping[str, Sequence[str]]
    ) -> tuple[tuple[str, str], ...]:
        contacts = []
        for channel in CHANNELS:
            for text in told.get(channel, ()):
                address = address_on(channel, text)
                if address:
                    contacts.append((str(channel), address))
                else:
                    sentence = f"Expected an address for {channel}; the body is taken without it."
                    self._doubt(line, self._column(channel), text, sentence)
        return tuple(contacts[:MOST_ADDRESSES])

    def _systems(self, line: int, told: Mapping[str, Sequence[str]]) -> tuple[Used, ...]:
        words = (told.get("technology") or [""])[0]
        if not words:
            return ()
        technology = self.profile.technologies.get(words.casefold(), "")
        if not technology:
            sentence = "Expected a technology of the catalogue; the body is taken without it."
            self._doubt(line, self._column("technology"), words, sentence)
            return ()
        return (
            Used(
                source_id=(told.get("system_id") or [""])[0][:LONGEST_KEY],
                technology=technology,
                vendors=self._fitting(line, "vendors", (told.get("vendors") or [""])[0]),
                summary=(told.get("summary") or [""])[0],
                fact_url=self._web(line, "fact_url", told.get("fact_url", [])),
            ),
        )


def address_on(channel: str, text: str) -> str:
    """Return an address as it is stored for a channel, or nothing if it is none."""
    if channel == Channel.EMAIL:
        text = text.removeprefix("mailto:")
        return text if cells.is_email(text) else ""
    if channel == Channel.PORTAL:
        return cells.web_address(text)
    if channel == Channel.FAX and sum(sign.isdigit() for sign in text) < 5:
        return ""
    return text if len(text) <= 500 else ""


def _town(words: Sequence[str]) -> str:
    """Return the town of a place that is written as «town, state»."""
    town, comma, _ = (words[0] if words else "").rpartition(",")
    return town.strip()[: LONGEST["place"]] if comma else ""


def _key(ids: Sequence[str], body: Body) -> str:
    """Return what a body is known by in its source: its number, or else its name and place."""
    key = ids[0] if ids else "|".join(map(plain, (body.name, body.place, body.jurisdiction_code)))
    if len(key) <= LONGEST_KEY:
        return key
    return key[:80] + hashlib.sha256(key.encode()).hexdigest()[:40]
