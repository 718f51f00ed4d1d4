"""Answers that are files: always downloads, never pages, whatever the bytes claim to be."""

import re
from typing import BinaryIO

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

#: Types that browsers may take for a page or a program, however they are told not to.
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(?:; ?charset=[\w-]+)?", re.ASCII)
_ACTIVE = ("html", "xml", "svg", "script", "flash", "java")


def safe_type(content_type: str) -> str:
    """Return a media type for a download: what is none, or might act in a browser, is bytes."""
    if not _TYPE.fullmatch(content_type):
        return "application/octet-stream"
    is_active = any(word in content_type.lower() for word in _ACTIVE)
    is_office = content_type.startswith("application/vnd.openxmlformats-")
    return content_type if is_office or not is_active else "application/octet-stream"


def as_file(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """Return bytes as a download that no browser opens as a page of ours."""
    response = HttpResponse(content, content_type=safe_type(content_type))
    _guard(response, name)
    return response


def as_stream(file: BinaryIO, *, name: str, content_type: str) -> FileResponse:
    """Return an open file as such a download, read piece by piece and closed at the end."""
    response = FileResponse(file, content_type=content_type)
    _guard(response, name)
    return response


def as_picture(content: bytes, *, content_type: str) -> HttpResponse:
    """Return a picture that we made, to be shown on our pages."""
    response = HttpResponse(content, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def _guard(response: HttpResponseBase, name: str) -> None:
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
