"""Answers that are files: always downloads, never pages, whatever the bytes claim to be."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def as_file(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """Return bytes as a download that no browser opens as a page of ours."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
