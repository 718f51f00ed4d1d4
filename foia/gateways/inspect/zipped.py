"""Office files are zips of XML (ECMA-376, ISO/IEC 26300): opened here with limits on both."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

from foia.gateways.inspect.problem import UnreadableError

MOST_PARTS = 5000
MOST_BYTES = 300_000_000
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

_REMARK = re.compile(rb"<!--.*?-->|<\?(?!xml\s).*?\?>", re.DOTALL)


class Parts:
    """The named parts of an office file."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = [item.filename for item in archive.infolist() if not item.is_dir()]

    def like(self, pattern: str) -> list[str]:
        """Return the names that match a pattern from their beginning."""
        return [name for name in self.names if re.match(pattern, name)]

    def bytes_of(self, name: str) -> bytes:
        return self._archive.read(name)

    def remarks(self, name: str) -> list[bytes]:
        """Return the comments and instructions in a part, which are no elements."""
        return _REMARK.findall(self.bytes_of(name))

    def elements(self, name: str) -> Iterator[ElementTree.Element]:
        """Yield the elements of a part with their children; a part that is not there has none."""
        if name in self.names:
            content = self.bytes_of(name)
            if _DECLARED.search(content[:4096]):
                raise UnreadableError("The file declares entities, so nobody can check it safely.")
            yield from ElementTree.fromstring(content).iter()


@contextmanager
def opened(content: bytes) -> Iterator[Parts]:
    """Open an office file, or say in one sentence why it cannot be looked into."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            items = archive.infolist()
            names = {item.filename for item in items}
            is_twice = len(names) < len(items)
            if len(items) > MOST_PARTS or sum(i.file_size for i in items) > MOST_BYTES or is_twice:
                raise UnreadableError("The file is packed so that nobody can check it safely.")
            if any(item.flag_bits & 1 for item in items):
                raise UnreadableError("The file is locked, so nobody can check what is in it.")
            yield Parts(archive)
    except (
        zipfile.BadZipFile,
        ElementTree.ParseError,
        zlib.error,
        KeyError,
        NotImplementedError,
        EOFError,
    ) as error:
        raise UnreadableError("The file cannot be read, so nobody can check it.") from error


def local(element: ElementTree.Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: ElementTree.Element, name: str) -> str:
    """Return an attribute by its name without namespace, or ""."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""
