"""What every answer carries: no copies of what is private, no search engines, no body to HEAD."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse

FOR_SEARCH_ENGINES = ("front", "laws", "law")


class HeadersMiddleware:
    """The outermost word on every answer; a header that a view has set itself stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        found = request.resolver_match
        if found is None or found.url_name not in FOR_SEARCH_ENGINES:
            response.headers.setdefault("X-Robots-Tag", "noindex")
        if request.method == "HEAD":
            _empty(response)
        return response


def _empty(response: HttpResponseBase) -> None:
    """Take the body out (RFC 9110, 9.3.2): the web server would send it, and the next answer on
    that line would begin in the middle of it."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = []
    else:
        response.content = b""  # type: ignore[attr-defined]
