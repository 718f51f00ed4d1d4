"""HTML mail made harmless, in the limited process: words and their order stay, nothing acts."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import nh3

from foia.gateways import limited

#: Letters of a mail's HTML that are shown; the rest is cut off.
MOST_LETTERS = 2_000_000
TAGS = {
    "a", "abbr", "address", "b", "bdi", "bdo", "blockquote", "br", "caption", "center", "cite",
    "code", "col", "colgroup", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "i", "img", "ins", "li", "ol", "p", "pre", "q", "s", "small", "span", "strong",
    "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "*": set(),  # none for all: an attribute before the address would hide it from us
    "a": {"href"},
    "img": {"alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "bdo": {"dir"},
    "div": {"dir"},
    "p": {"dir"},
}
_WHOLE = re.compile(r"\s*(?:https?://|mailto:|tel:)", re.IGNORECASE)
_LINK = re.compile(r'<a href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_PICTURE = re.compile(r'<img(?: alt="([^"]*)")?>')
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Formatted:
    """Harmless HTML; the addresses its links really lead to; how many pictures were left out."""

    html: str
    links: tuple[str, ...]
    pictures: int


def formatted(markup: str) -> Formatted:
    """Return a mail's HTML without anything that acts or loads. Raises `limited.Trouble`."""
    said = limited.once(sanitise, markup[:MOST_LETTERS], limits=limited.Limits(silence=20))
    return Formatted(said["html"], tuple(said["links"]), said["pictures"])


def sanitise(markup: str) -> Iterator[dict[str, Any]]:
    """Yield the harmless HTML of a mail: the job of the limited process."""
    clean = nh3.clean(
        markup,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        attribute_filter=_leads_elsewhere,
        link_rel="noreferrer noopener nofollow",
    )
    links: list[str] = []
    clean = _LINK.sub(lambda link: _shown_link(link, links), clean)
    clean, pictures = _PICTURE.subn(_shown_picture, clean)
    yield {"html": clean, "links": list(dict.fromkeys(links)), "pictures": pictures}


def _leads_elsewhere(tag: str, attribute: str, value: str) -> str | None:
    """Leave out an address that is not whole: it would lead to a page of ours."""
    return value if attribute != "href" or _WHOLE.match(value) else None


def _shown_link(link: re.Match[str], links: list[str]) -> str:
    """Return a link with the address it really leads to behind its words."""
    target, more, words = link.groups()
    links.append(html.unescape(target))
    said = html.unescape(_TAG.sub("", words)).strip()
    opened = f'<a href="{target}"{more} target="_blank">{words}</a>'
    return opened if said == links[-1] else f"{opened} <code>{target}</code>"


def _shown_picture(picture: re.Match[str]) -> str:
    return f"<i>[{picture[1]}]</i>" if picture[1] else ""
