"""One call of a mail service: its body as it came, and its fields as bytes.

Django reads form fields into memory up to a few megabytes and turns their bytes into text; a mail
of fifty megabytes whose letters are no UTF-8 would be refused, or changed.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict

from foia.mail.headers import read_parameters
from foia.mail.structure import split

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"


class Call(HttpRequest):
    """A call with its whole body read; `fields` are those of a form, byte for byte."""

    def __init__(self, outer: HttpRequest, body: bytes) -> None:
        super().__init__()
        self.META, self.method = outer.META, outer.method
        self.path, self.path_info = outer.path, outer.path_info
        self.content_type, self.content_params = outer.content_type, outer.content_params
        self.told = body
        self.fields: dict[str, bytes] = {}
        self.POST: Any = QueryDict(mutable=True)
        self._read_form()

    @property
    def body(self) -> bytes:
        """The body as it came."""
        return self.told

    def _read_form(self) -> None:
        if self.content_type == FORM:
            for name, value in parse_qsl(
                self.told.decode("latin-1"), keep_blank_values=True, encoding="latin-1"
            ):
                self._keep(name, value.encode("latin-1"))
        elif self.content_type == PARTS:
            for name, file_name, kind, content in _parts(self.META["CONTENT_TYPE"], self.told):
                if file_name is None:
                    self._keep(name, content)
                else:
                    file = SimpleUploadedFile(file_name or name, content, content_type=kind)
                    self.FILES.appendlist(name, file)

    def _keep(self, name: str, value: bytes) -> None:
        self.fields[name] = value
        self.POST.appendlist(name, value.decode("utf-8", "replace"))


def _parts(content_type: str, body: bytes) -> Iterator[tuple[str, str | None, str, bytes]]:
    """Yield name, file name (None: a field), type and content of each part of a form (RFC 7578)."""
    whole = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace") + body
    _, leaves = split(whole, [])
    for leaf in leaves:
        _, said = read_parameters(leaf.headers.raw("content-disposition"))
        if "name" in said:
            content, _ = leaf.content(whole)
            yield said["name"], said.get("filename"), leaf.content_type, content
