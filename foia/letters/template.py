"""A strict template: text with `$field`s, no logic; errors name file, line and field."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from foia.letters.typography import typeset
from jurisdictions import DomainError

_DOLLAR = re.compile(r"\$(?:(?P<field>[a-z][a-z_]*)|(?P<dollar>\$)|(?P<stray>))")
_STRAY = re.compile(r"[{}\[\]<>]|\bXXX+\b|\bTODO\b")
_SECTION = re.compile(r"\[([a-z_]+)\]\s*$")
_SETTING = re.compile(r"([a-z_]+)\s*=\s*(\S+)\s*$")


class TemplateError(DomainError):
    """A template or its filling is wrong; the sentence names the file, the line and the field."""


class Text:
    """One paragraph, cut once into literals and fields. Values put into it are never read again."""

    __slots__ = ("_pieces", "_places", "_where", "fields")

    def __init__(self, source: str, *, known: Collection[str], where: str) -> None:
        """Cut `source`; an unknown field, a stray `$`, brace or bracket is a `TemplateError`."""
        stray = _STRAY.search(source)
        if stray:
            raise TemplateError(
                f"{where}: {stray.group()!r} looks like a placeholder nobody fills;"
                " write $field with a known field, or plain words."
            )
        self._where = where
        self._pieces: list[str] = []
        self._places: list[tuple[int, str]] = []
        end = 0
        for found in _DOLLAR.finditer(source):
            self._pieces.append(source[end : found.start()])
            end = found.end()
            self._take(found, known)
        self._pieces.append(source[end:])
        self.fields = frozenset(field for _, field in self._places)

    def _take(self, found: re.Match[str], known: Collection[str]) -> None:
        """Keep one `$field` or `$$`, or say what is wrong with it."""
        field = found["field"]
        if found["dollar"]:
            self._pieces.append("$")
        elif field in known:
            self._places.append((len(self._pieces), field))
            self._pieces.append("")
        elif field:
            raise TemplateError(
                f"{self._where}: the field ${field} is not known here;"
                f" known fields are {', '.join('$' + name for name in sorted(known))}."
            )
        else:
            raise TemplateError(
                f"{self._where}: a lone $ is not a field; write $$ for a dollar sign."
            )

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the text with every field replaced; a missing value is a `TemplateError`.

        Where both the value and the sentence end in a full stop, as after "kr.", one is enough.
        """
        pieces = self._pieces.copy()
        for place, field in self._places:
            value = values.get(field, "")
            if not value:
                raise TemplateError(
                    f"{self._where}: the field ${field} has no value for this letter."
                )
            is_stopped = value[-1] == "." == pieces[place + 1][:1]
            pieces[place] = value[:-1] if is_stopped else value
        return "".join(pieces)


class Template:
    """One template file: settings at the top, then `[section]`s of one or more paragraphs each."""

    __slots__ = ("name", "sections", "settings")

    def __init__(self, name: str, source: str, *, known: Collection[str]) -> None:
        """Read `source`, called `name` in errors; `known` are the fields its texts may use."""
        self.name = name
        self.settings: dict[str, str] = {}
        self.sections: dict[str, tuple[Text, ...]] = {}
        section = ""
        paragraph: list[str] = []
        started = 0
        for number, line in enumerate([*source.splitlines(), ""], start=1):
            heading = _SECTION.match(line)
            if paragraph and (heading or not line.strip()):
                text = Text(" ".join(paragraph), known=known, where=f"{name}, line {started}")
                self.sections[section] += (text,)
                paragraph = []
            if heading:
                section = self._open(heading[1], number)
            elif line.strip() and not section:
                self._set(line, number)
            elif line.strip():
                started = started if paragraph else number
                paragraph.append(line.strip())

    def _open(self, section: str, number: int) -> str:
        """Begin a section; its name may appear once."""
        if section in self.sections:
            raise TemplateError(
                f"{self.name}, line {number}: [{section}] is there twice; keep one."
            )
        self.sections[section] = ()
        return section

    def _set(self, line: str, number: int) -> None:
        """Keep one `key = value` line of the head; lines beginning with # are remarks."""
        found = _SETTING.match(line)
        if found:
            self.settings[found[1]] = found[2]
        elif not line.startswith("#"):
            raise TemplateError(
                f"{self.name}, line {number}: {line.strip()!r} stands before the first [section];"
                " only `key = value` and # remarks may."
            )


def read_template(path: Path, *, name: str, known: Collection[str], language: str) -> Template:
    """Read one template file; `name` is its path as errors should show it."""
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise TemplateError(
            f"{name}: byte {error.start} is not UTF-8; save it as UTF-8."
        ) from error
    return Template(name, typeset(source, language), known=known)
