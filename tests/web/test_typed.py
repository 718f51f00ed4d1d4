"""What a person typed is on the page that refuses it, whichever form of the house it was."""

import re
from urllib.parse import urlsplit

from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from lxml import html

from foia.web.typed import put_back
from tests.browser.test_pages import SIGNED_OUT, pages_of
from tests.web.conftest import Rows

TEXTS = ("text", "search", "email", "url", "number", "date", "datetime-local", "time")
REFUSED = re.compile(r'class="(message error|wrong)"|id="errors"')
MARKER = "Nothing of this is lost"
PAGE = """<body><p><a href="?page=2">Next</a>
<form method="post" action="/a/"><input type="hidden" name="row" value="1"><input name="why"></form>
<details><summary>More</summary><form method="post" action="/a/" id="second">
<input type="hidden" name="row" value="2"><input name="why" value="was &quot;here&quot;">
<input type="checkbox" name="tick" value="x" checked><input type="checkbox" name="tick" value="y">
<textarea name="text">before &amp; after</textarea>
<select name="kind"><option value="a" selected>A</option><option value="b">B</option></select>
<input type="password" name="secret"><button name="act" value="go">Go</button></form></details>
<input name="far" form="second"></body>"""
ACTED_FROM = '<input type="hidden" name="acted_from" value="/page/?q=x">'


def typed(query: str) -> str:
    return put_back(PAGE, QueryDict(query), sent_to="/a/", address="/page/?q=x")


def test_the_form_that_was_sent_gets_back_what_was_typed_and_no_other_one() -> None:
    told = "row=2&why=a%22%3E&tick=y&text=%3Cb%3E%0Atwo&kind=b&secret=s3&act=go&far=away"
    first, second = html.fromstring(typed(told)).xpath("//form")
    assert first.fields["why"] is None
    assert second.fields["why"] == 'a">'
    assert second.fields["text"] == "\n<b>\ntwo"  # browsers drop a textarea's first line break
    assert second.fields["kind"] == "b"
    assert second.xpath(".//input[@checked]/@value") == ["y"]
    assert second.fields["secret"] is None
    assert 'name="far" form="second" value="away"' in typed(told)
    assert second.xpath("ancestor::details/@open")


def test_what_no_form_of_the_page_could_have_sent_changes_nothing_but_addresses() -> None:
    for told in ("row=3&why=x", "row=2&act=other&why=x", "row=1&nothing=x"):
        page = typed(told)
        assert 'value="x"' not in page.replace('name="tick" value="x"', "")
        for new in (' data-address="/page/?q=x"', ACTED_FROM, "/page/"):
            page = page.replace(new, "")
        assert page == PAGE


def test_a_note_that_is_too_long_stands_in_its_field_again(rows: Rows, owner: Client) -> None:
    page = reverse("records_request", args=[rows.sent.uuid])
    text = f"{MARKER}: «{'x' * 20_000}»"
    answer = owner.post(
        reverse("request_note", args=[rows.sent.uuid]),
        {"text": text},
        HTTP_REFERER=f"http://testserver{page}",
    )
    assert answer.status_code == 422
    shown = html.fromstring(answer.content.decode())
    assert shown.get_element_by_id("note-text").text.strip() == text
    assert shown.xpath("//*[contains(@class, 'message error')]")
    assert shown.xpath("//body/@data-address") == [page]
    assert shown.xpath("//form[.//*[@id='note-text']]//*[@name='acted_from']/@value") == [page]


def test_a_second_refusal_without_scripts_still_knows_the_page(rows: Rows, owner: Client) -> None:
    page, where = (reverse(n, args=[rows.sent.uuid]) for n in ("records_request", "request_note"))
    told = {"text": MARKER * 600, "acted_from": page}
    answer = owner.post(where, told, HTTP_REFERER=f"http://testserver{where}")
    assert html.fromstring(answer.content.decode()).xpath("//body/@data-address") == [page]


def test_without_the_page_it_came_from_the_words_are_shown_to_be_copied(
    rows: Rows, owner: Client
) -> None:
    where = reverse("request_note", args=[rows.sent.uuid])
    answer = owner.post(where, {"text": MARKER + "x" * 20_000, "password": "hidden words"})
    assert answer.status_code == 422
    assert MARKER in answer.content.decode()
    assert "hidden words" not in answer.content.decode()


def test_no_form_of_the_house_loses_what_was_typed_when_it_refuses(
    rows: Rows, owner: Client
) -> None:
    """Every text of every form gets words that dates, addresses and amounts refuse."""
    lost, refused = [], 0
    for name, address in pages_of(rows).items():
        if name in SIGNED_OUT:
            continue
        answer = owner.get(address, follow=True)
        at = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        for form in html.fromstring(answer.content.decode() or "<p>").forms:
            told = dict(form.form_values())
            texts = [one.name for one in form.inputs if _takes_words(one)]
            if form.method != "POST" or not texts:
                continue
            told |= dict.fromkeys(texts, MARKER)
            with transaction.atomic():
                got = owner.post(
                    _action(form, at), told, HTTP_REFERER=f"http://testserver{at}", follow=True
                )
                transaction.set_rollback(True)
            page = got.content.decode()
            if REFUSED.search(page):
                refused += 1
                if MARKER not in page:
                    lost.append((name, form.action, texts))
    assert lost == []
    assert refused > 20  # else these eyes looked at nothing


def _takes_words(control: html.HtmlElement) -> bool:
    if not control.name or "disabled" in control.attrib or "readonly" in control.attrib:
        return False
    return control.tag == "textarea" or (control.tag == "input" and control.type in TEXTS)


def _action(form: html.FormElement, at: str) -> str:
    told = form.action or ""
    return urlsplit(at).path + told if told.startswith("?") else told or at
