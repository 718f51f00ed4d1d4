"""Blanks: words that stand nowhere else, in the place of what differs from letter to letter."""

import secrets
from collections.abc import Iterable
from dataclasses import replace

from foia.drafts.asked import Asked
from foia.drafts.marks import Marks, new_marks
from foia.drafts.plan import Where
from foia.letters.printable import one_line
from foia.mail.reply_address import ALPHABET


class Blanks:
    """The blanks of one run of letters."""

    def __init__(self) -> None:
        self._name, self._office, self._recipient = (_word() for _ in range(3))
        self._reference, self._token = _word(len(new_marks().reference)), _word()
        self._fields: dict[str, str] = {}

    @property
    def marks(self) -> Marks:
        return Marks(self._reference, self._token, "")

    def asked(self, asked: Asked) -> Asked:
        """Return a body without name, address and fields of its own, otherwise like this one."""
        office = self._office if one_line(asked.body.office) else ""
        return replace(
            asked,
            body=asked.body._replace(name=self._name, office=office),
            where=Where(self._recipient, asked.where.channel),
            fields={name: self._field(name) for name in asked.fields},
        )

    def words(self, fields: Iterable[str]) -> list[str]:
        """Return every blank that such a letter may have."""
        fixed = [self._name, self._office, self._reference, self._token, self._recipient]
        return [*fixed, *map(self._field, fields)]

    def values(self, asked: Asked, marks: Marks) -> dict[str, str]:
        """Return what stands in each blank in the letter to one body."""
        return {
            self._name: one_line(asked.body.name),
            self._office: one_line(asked.body.office),
            self._reference: marks.reference,
            self._token: marks.reply_token,
            self._recipient: asked.where.recipient,
            **{self._field(name): value for name, value in asked.fields.items()},
        }

    def _field(self, name: str) -> str:
        return self._fields.setdefault(name, _word())


def _word(length: int = 26) -> str:
    """Return letters that stand nowhere else: 26, as a reply token has, are 128 bits of chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
