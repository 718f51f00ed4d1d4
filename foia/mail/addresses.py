"""Names and addresses in From, To and Cc.

Not `email.utils.getaddresses`: nested brackets drive it out of the stack.
"""

import re
from collections.abc import Iterable, Iterator

from foia.mail import charsets
from foia.mail.headers import MAX_VALUE, decode_words

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|<[^<>]*+>|[,;]|[^"<>,;]++|.', re.DOTALL)
_ANGLE = re.compile(r"<\s*([^<>]+?)\s*>")
# What looks like two addresses in one, a@b@c, is at c, where mail servers deliver it.
_ADDRESS = re.compile(
    r"(?:\"[^\"<>@]{1,126}\"|[^\s<>\"(),;:@\[\]]{1,128})@[^\s<>\"(),;:@]{1,255}+(?!@)"
)
_COMMENT = re.compile(r"\(([^()]*)\)")


def read_addresses(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Names and addresses in order, names decoded; each address once, entries without are left out.

    Takes what people and programs write: quoted names with commas, `Jane Doe jane@agency.gov`,
    groups, comments (RFC 5322, section 3.4), in time linear in the length.
    """
    found: dict[str, str] = {}
    for value in values:
        for entry in _entries(value[:MAX_VALUE]):
            if mailbox := _mailbox(entry):
                found.setdefault(mailbox[1], mailbox[0])
    return tuple((name, address) for address, name in found.items())


def _entries(value: str) -> Iterator[str]:
    """Cut at commas and semicolons that stand outside quotes and angle brackets."""
    if "," not in value and ";" not in value:
        yield value
        return
    entry: list[str] = []
    for token in _TOKEN.findall(value):
        if token in (",", ";"):
            yield "".join(entry)
            entry.clear()
        else:
            entry.append(token)
    yield "".join(entry)


def _mailbox(entry: str) -> tuple[str, str] | None:
    for angle in _ANGLE.finditer(entry):
        if address := _ADDRESS.search(angle[1]):
            return _name(entry[: angle.start()]), charsets.one_line(address[0])
    if bare := _ADDRESS.search(entry):
        comment = _COMMENT.search(entry)
        return _name(comment[1] if comment else ""), charsets.one_line(bare[0])
    return None


def _name(written: str) -> str:
    name = written.strip()
    if name.startswith('"') and name.endswith('"'):
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return charsets.one_line(decode_words(name))
