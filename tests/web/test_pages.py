"""What holds for every page: strict about scripts, light, and in one design when it fails."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from jurisdictions import codes, load_pack

WEB = Path(__file__).parents[2] / "foia" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_carries_a_style_or_script_of_its_own(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\s(?:src=|type=\"application/json\"))", text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_word_of_a_template_can_be_translated(path: Path) -> None:
    if path.name == "500.html":  # stands alone, for when nothing else works
        return
    text = path.read_text()
    text = re.sub(r"{% (comment|blocktranslate)\b.*?{% end\1 %}", "", text, flags=re.S)
    text = re.sub(r"<(title|svg|script)\b.*?</\1>", "", text, flags=re.S)
    text = re.sub(
        r"<code>.*?</code>|<pre class=\"mono\".*?</pre>", "", text, flags=re.S
    )  # commands
    text = re.sub(r"{% block width %}\w*{% endblock %}", "", text)
    # Template tags first: what stands between them in an attribute goes with the attribute.
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.S)
    text = re.sub(r"<[^>]+>|&\w+;", " ", text, flags=re.S)
    loose = set(re.findall(r"[A-Za-z]{2,}", text))
    assert loose <= {"Open", "Shutter", "UTC", "DOCX", "PDF", "CSV", "XLSX", "JSON", "SHA"}, loose


def test_the_strict_policy_is_on_every_page(client: Client, db: None) -> None:
    policy = client.get(reverse("front"))["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_what_every_page_loads_is_small_and_so_is_all_together() -> None:
    sizes = {path.name: path.stat().st_size for path in (WEB / "static").iterdir()}
    of_every_page = ("open-shutter.css", "open-shutter.js", "mark.svg")
    assert sum(sizes[name] for name in of_every_page) < 40_000
    assert sum(sizes.values()) < 80_000


@pytest.mark.parametrize("code", codes())
def test_each_law_page_names_each_clock_with_its_citation(
    code: str, client: Client, db: None
) -> None:
    page = client.get(reverse("law", args=[code]))
    statute = page.context["law"].statute
    assert statute.terms or load_pack(code).no_law
    words = unescape(page.content.decode())
    for term in statute.terms:
        assert term.label in words
        assert term.cite in words
    if load_pack(code).risk == "high":
        assert "asking here can be dangerous" in page.content.decode()


def test_a_page_that_is_not_there_says_so_in_our_design(client: Client, db: None) -> None:
    for address in ("/nothing/", "/law/atlantis/"):
        page = client.get(address)
        assert page.status_code == 404
        assert "There is nothing here" in page.content.decode()
        assert "open-shutter.css" in page.content.decode()


def test_what_nobody_foresaw_gives_a_plain_page(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("foia.web.places.known", broken)
    client.raise_request_exception = False
    page = client.get(reverse("front"))
    assert page.status_code == 500
    assert b"Something broke on our side" in page.content
    assert b"boom" not in page.content
    page = client.get(reverse("front"), headers={"Accept-Language": "fr"})
    assert b'<html lang="fr">' in page.content and b"Something" not in page.content


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
)
def test_account_pages_wear_our_design(address: str, client: Client, db: None) -> None:
    page = client.get(address).content.decode()
    assert "open-shutter.css" in page
    assert 'class="field' in page
    assert "Menu:" not in page


@pytest.mark.parametrize("code", codes())
def test_every_law_has_its_page(client: Client, code: str) -> None:
    page = client.get(f"/law/{code}/").content.decode()
    law = load_pack(code)
    for term in law.statutes[-1].terms if law.statutes else ():
        assert escape(term.label) in page
    assert not re.search(r">\s*None\s*<|\"None\"", page)


def test_a_law_without_a_number_says_so(client: Client) -> None:
    page = client.get("/law/us-mn/").content.decode()
    assert "promptly; no number in the law" in page
    assert "not known: nobody here has read it" in page
