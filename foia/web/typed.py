"""What a person typed, put back into the form of a page that refused it.

It works on the page's text, because forms here are written by Django's fields and by templates
alike: the form that was sent is the one with its address, its names and its fixed values. Secrets
and chosen files are not put back: a browser does not send them twice.
"""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.http import QueryDict
from django.utils.html import escape

CONTROLS = ("input", "textarea", "select", "button")
AROUND = ("form", "details", "select", "textarea")  # what the others may stand in
TICKS = ("checkbox", "radio")
FIXED = ("submit", "button", "image", "reset")
SECRET = ("password", "file")
ADDRESSES = {"form": "action", "a": "href", "button": "formaction"}
TOKEN = "csrfmiddlewaretoken"
PAGE = "acted_from"  # the hidden field that names the page, where the browser stands elsewhere


@dataclass(eq=False)
class Tag:
    """One opening tag, and where it stands in the page's text."""

    name: str
    attrs: dict[str, str | None]
    start: int
    end: int
    around: list["Tag"] = field(default_factory=list)
    inside: str = ""  # what is put behind it
    until: int = 0  # where its closing tag begins
    text: str | None = None  # what is to stand in it instead
    is_changed: bool = False

    def value(self, name: str) -> str:
        """Return what an attribute says; nothing if it is not there."""
        return self.attrs.get(name) or ""

    def put(self, name: str, value: str) -> None:
        """Give an attribute this value."""
        if self.attrs.get(name) != value:
            self.attrs[name], self.is_changed = value, True

    def turn(self, name: str, is_on: bool) -> None:
        """Set or take off an attribute that needs no value."""
        if (name in self.attrs) != is_on:
            self.is_changed = True
            self.attrs.pop(name, None)
            if is_on:
                self.attrs[name] = None

    def written(self) -> str:
        """Return the tag as it stands in a page."""
        said = [n if v is None else f'{n}="{escape(v)}"' for n, v in self.attrs.items()]
        return f"<{' '.join([self.name, *said])}>"


class _Reader(HTMLParser):
    """Finds the tags of a page that matter for its forms and its addresses."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[Tag] = []
        self._open: list[Tag] = []
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(page)
        self.close()

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start, text = self._here(), self.get_starttag_text() or ""
        found = Tag(tag, dict(attrs), start, start + len(text), list(self._open))
        self.tags.append(found)
        if tag in AROUND:
            self._open.append(found)

    def handle_endtag(self, tag: str) -> None:
        for found in reversed(self._open):
            if found.name == tag:
                found.until = self._here()
                self._open.remove(found)
                return


def put_back(page: str, typed: QueryDict, *, sent_to: str, address: str) -> str:
    """Return a page with what was typed in the form that was sent.

    `sent_to`: the path the form was sent to; the browser stands there now.
    `address`: the page's own path and query, which its short addresses (`?page=2`) begin with.
    """
    tags = _Reader(page).tags
    for tag in tags:
        _stay(tag, address)
    if (form := _sent(tags, typed, sent_to)) is not None:
        seen: Counter[str] = Counter()
        for control in _controls(tags, form):
            _fill(control, tags, typed, seen)
        _unfold(form)
    return _rewritten(page, tags)


def _stay(tag: Tag, address: str) -> None:
    """Let an address mean what it meant on the page's own, and tell scripts and forms that one."""
    if tag.name == "body":
        tag.put("data-address", address)
    name = ADDRESSES.get(tag.name, "")
    told = tag.value(name)
    if tag.name == "form" and not told:
        tag.put(name, address)
    elif told.startswith("?"):
        tag.put(name, urlsplit(address).path + told)
    if _is_post(tag):
        tag.inside = f'<input type="hidden" name="{PAGE}" value="{escape(address)}">'
        tag.is_changed = True


def _is_post(tag: Tag) -> bool:
    return tag.name == "form" and tag.value("method").lower() == "post"


def _sent(tags: list[Tag], typed: QueryDict, sent_to: str) -> Tag | None:
    """Return the form of the page that could have been sent so."""
    for form in tags:
        if _is_post(form) and urlsplit(form.value("action")).path == sent_to:
            controls = _controls(tags, form)
            told = [name for name in typed if name not in (TOKEN, PAGE)]
            if all(_says(controls, name, typed.getlist(name)) for name in told):
                return form
    return None


def _controls(tags: list[Tag], form: Tag) -> list[Tag]:
    """Return the named controls of a form, wherever on the page they stand."""
    return [
        tag
        for tag in tags
        if tag.name in CONTROLS
        and tag.value("name")
        and "disabled" not in tag.attrs
        and (tag.value("form") == form.value("id") if "form" in tag.attrs else form in tag.around)
    ]


def _says(controls: list[Tag], name: str, values: list[str]) -> bool:
    """Say whether a form has this name, and these values if they are not the person's to choose."""
    named = [control for control in controls if control.value("name") == name]
    fixed = {control.value("value") for control in named if _is_fixed(control)}
    return bool(named) and (len(fixed) < len(named) or set(values) <= fixed)


def _is_fixed(control: Tag) -> bool:
    kind = control.value("type")
    is_hidden = kind == "hidden" and control.value("value")  # an empty one is a script's to fill
    return control.name == "button" or kind in FIXED or bool(is_hidden)


def _fill(control: Tag, tags: list[Tag], typed: QueryDict, seen: Counter[str]) -> None:
    """Put what was typed into one control; of several of a name each takes its own value."""
    name, kind = control.value("name"), control.value("type")
    values = typed.getlist(name)
    if _is_fixed(control) or kind in SECRET:
        return
    if kind in TICKS:
        control.turn("checked", (control.attrs.get("value") or "on") in values)
    elif "multiple" in control.attrs:
        _choose(control, tags, values)
    elif seen[name] < len(values):
        value = values[seen[name]]
        seen[name] += 1
        if control.name == "select":
            _choose(control, tags, [value])
        elif control.name == "textarea":
            control.text, control.is_changed = value, bool(value)
        else:
            control.put("value", value)
    if control.is_changed:
        _unfold(control)


def _choose(select: Tag, tags: list[Tag], values: list[str]) -> None:
    for option in tags:
        if option.name == "option" and select in option.around:
            option.turn("selected", option.value("value") in values)
            select.is_changed |= option.is_changed


def _unfold(tag: Tag) -> None:
    """Open the folded parts that a tag stands in."""
    for part in tag.around:
        if part.name == "details":
            part.turn("open", True)


def _rewritten(page: str, tags: list[Tag]) -> str:
    pieces, at = [], 0
    for tag in tags:
        if tag.is_changed:
            pieces += [page[at : tag.start], tag.written(), tag.inside]
            at = tag.end
        if tag.text is not None:
            pieces += [page[at : tag.end], "\n", escape(tag.text)]
            at = tag.until
    return "".join([*pieces, page[at:]])
