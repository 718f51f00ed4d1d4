"""What is private or embargoed leaves no trace anywhere that readers can look: not even a count."""

import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foia import samples
from foia.flow import publish, search
from foia.models import Agency, Finding, Publication, RecordsRequest
from tests.conftest import NOW
from tests.web.conftest import mail, receive

PLACE = "Quokkaville"


def addresses() -> list[str]:
    """Every page of readers, by its name, with what narrows it."""
    named = {
        "front": [""],
        "findings": ["", "?law=us-il", "?category=usage_policy"],
        "findings_places": [""],
        "findings_place": [f"?place={PLACE}", "?place=Chicago"],
        "findings_grid": [""],
        "findings_list": ["", "?state=withheld", "?exemption=7(1)(v)", f"?place={PLACE}"],
        "search": ["?q=quokka", "?q=policy", "?q=withheld"],
        "public_requests": [""],
        "systems": [""],
    }
    files = [("findings_table", kind) for kind in ("csv", "xlsx", "zip")]
    files += [("findings_report", kind) for kind in ("docx", "pdf")]
    files += [("systems_table", kind) for kind in ("csv", "xlsx", "json")]
    pages = [reverse(name) + query for name, queries in named.items() for query in queries]
    return pages + [reverse(name, args=[kind]) for name, kind in files]


def seen() -> dict[str, object]:
    """What a reader without an account gets at each address, without tokens and file dates."""
    told = {}
    for address in addresses():
        answer: Any = Client().get(address)
        content = b"".join(answer) if answer.streaming else answer.content
        told[address] = (answer.status_code, _plain(content))
    return told


def _plain(content: bytes) -> object:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as folder:
            return {name: _plain(folder.read(name)) for name in folder.namelist()}
    if content.startswith(b"%PDF"):
        return len(content)
    text = content.decode("utf-8", "replace")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return re.sub(r"20\d\d-\d\d-\d\dT[\d:.]+(Z|\+00:00)", "", text)


@pytest.fixture
def secret(sent: RecordsRequest) -> RecordsRequest:
    """A request to a body of a place of its own, answered, with a finding and a title."""
    samples.load()
    receive(mail(sent, "We withhold the quokka policy under 7(1)(v)."))
    body = Agency.objects.create(
        slug="quokka",
        name="Quokka Office",
        place=PLACE,
        jurisdiction_code="us-il",
        source="test",
        source_id="q",
    )
    RecordsRequest.objects.filter(pk=sent.pk).update(agency=body, title="Quokka search")
    finding = {"state": "withheld", "exemptions": ["7(1)(v)"], "found_at": NOW, "quote": "quokka"}
    Finding.objects.update_or_create(request=sent, category="usage_policy", defaults=finding)
    sent.refresh_from_db()
    return sent


@pytest.mark.parametrize("state", ["private", "checked", "embargoed", "taken back"])
def test_readers_see_the_same_whether_a_hidden_request_is_there_or_not(
    state: str, secret: RecordsRequest
) -> None:
    Publication.objects.all().delete()
    held = {"agency": Agency.objects.exclude(pk=secret.agency_id)[0]}
    there = secret.agency
    findings = list(Finding.objects.filter(request=secret))
    Finding.objects.filter(request=secret).delete()
    RecordsRequest.objects.filter(pk=secret.pk).update(stage=RecordsRequest.NOT_SENT, **held)
    before = seen()
    assert before[reverse("findings")] is not None
    Finding.objects.bulk_create(findings)
    RecordsRequest.objects.filter(pk=secret.pk).update(stage=secret.stage, agency=there)
    person = secret.requester
    if state != "private":
        publication = publish.prepare(request=secret, by=person, now=NOW)
        while publish.run(now=NOW):
            pass
        if state == "embargoed":
            day = date(2099, 1, 1)
            publish.embargo(publication=publication, until_on=day, by=person, now=NOW)
        if state == "taken back":
            publish.publish(publication=publication, by=person, now=NOW)
            search.run_copies(now=NOW)
            assert seen() != before, "what is public is seen, so this test can see"
            publish.unpublish(publication=publication, by=person, now=NOW)
    search.run_copies(now=NOW)
    after = seen()
    for address, told in before.items():
        assert after[address] == told, address
