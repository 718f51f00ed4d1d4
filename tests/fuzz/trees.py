"""Mails of parts within parts, made at random; every leaf holds a word that stands nowhere else."""

import base64
import quopri
import random
from dataclasses import dataclass, field

_KINDS = {
    "text/plain": b"Hello %s words\n",
    "text/html": b"<p>Hello %s <b>words</b></p>\n",
    "text/calendar": b"BEGIN:VCALENDAR %s\n",
    "application/pdf": b"%%PDF-1.4 %s\n",
    "image/png": b"\x89PNG\r\n\x1a\n\0\0%s",
    "message/rfc822": b"From: a@b.example\nSubject: inner\n\n%s\n",
}
_AROUND = ("mixed", "alternative", "related", "signed", "report")
_DISPOSITIONS = ("", "inline", "attachment", "inline; filename=a.bin")


@dataclass
class Tree:
    """A mail and its words: each with whether a plain version may stand for it."""

    random: random.Random
    words: list[tuple[bytes, bool]] = field(default_factory=list)

    def mail(self) -> bytes:
        """Return the bytes of a mail."""
        return b"From: a@b.example\nSubject: s\n" + self._node(0, is_choice=False)

    def _node(self, depth: int, *, is_choice: bool) -> bytes:
        if depth > 4 or (depth and self.random.random() < 0.5):
            return self._leaf(is_choice=is_choice)
        around = self.random.choice(_AROUND)
        mark = b"b%d" % self.random.randrange(10**9)
        is_choice = is_choice or around == "alternative"
        inner = [
            self._node(depth + 1, is_choice=is_choice) for _ in range(self.random.randint(1, 3))
        ]
        head = f"Content-Type: multipart/{around}; boundary=".encode() + mark + b"\n\n"
        return head + b"".join(b"--%s\n%s\n" % (mark, part) for part in inner) + b"--%s--\n" % mark

    def _leaf(self, *, is_choice: bool) -> bytes:
        kind, pattern = self.random.choice(list(_KINDS.items()))
        word = b"word%dx" % self.random.randrange(10**9)
        self.words.append((word, is_choice and kind == "text/html"))
        body, encoding = pattern % word, "8bit"
        if kind != "message/rfc822":
            encoding = self.random.choice(["base64", "quoted-printable"])
            encode = base64.encodebytes if encoding == "base64" else quopri.encodestring
            body = encode(body)
        called = kind if self.random.random() < 0.8 or "html" in kind else "text/plain"
        lines = [f"Content-Type: {called}", f"Content-Transfer-Encoding: {encoding}"]
        if disposition := self.random.choice(_DISPOSITIONS):
            lines.append(f"Content-Disposition: {disposition}")
        return "\n".join([*lines, "", ""]).encode() + body
