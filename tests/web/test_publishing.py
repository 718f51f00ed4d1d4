"""A person publishes a request on screen; readers see what passed, and strangers nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foia import access
from foia.flow import accounts, publish
from foia.gateways import blobs
from foia.gateways.cleaned.for_readers import CHECKS
from foia.gateways.inspect import pdf, problem
from foia.models import Publication, PublicCopy, RecordsRequest
from foia.web import publish_words
from tests.conftest import NOW
from tests.published import Shown, shown_by
from tests.web.conftest import mail, receive


@pytest.fixture
def answered(sent: RecordsRequest) -> RecordsRequest:
    text = "Dear Rosa Resident,\nwe hold no policy."
    receive(mail(sent, text))
    return sent


@pytest.fixture
def shown(answered: RecordsRequest) -> Shown:
    return shown_by(answered, NOW)


def page_of(browser: Client, name: str, *args: object) -> str:
    answer = browser.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_was_named_to_readers_is_named_no_more_once_their_account_is_closed(
    answered: RecordsRequest, client: Client
) -> None:
    publication = shown_by(answered, NOW).publication
    person = answered.requester
    publish.name_requester(publication=publication, is_named=True, by=person, now=NOW)
    publish.run(now=NOW)
    assert "Rosa Resident" in page_of(client, "public_request", answered.uuid)
    accounts.close(person=person, now=NOW)
    for _ in range(2):  # at once, and after the checks
        seen = page_of(client, "public_request", answered.uuid)
        assert "Rosa" not in seen and "Resident" not in seen
        assert "Rosa" not in page_of(client, "search") + page_of(client, "public_requests")
        publish.run(now=NOW)
    assert not access.public_copies(CHECKS).exists()


def test_a_request_is_published_step_by_step(
    answered: RecordsRequest, owner: Client, client: Client
) -> None:
    where = reverse("publishing", args=[answered.uuid])
    assert "Only you and your team see this request" in page_of(owner, "publishing", answered.uuid)
    refused = owner.post(where, {"act": "publish"})
    assert refused.status_code == 404  # nobody asked for it to be checked
    owner.post(where, {"act": "prepare"})
    assert "being checked" in page_of(owner, "publishing", answered.uuid)
    assert owner.post(where, {"act": "publish"}).status_code == 422
    publish.run(now=NOW)
    assert client.get(reverse("public_request", args=[answered.uuid])).status_code == 404
    owner.post(where, {"act": "publish"})
    seen = page_of(client, "public_request", answered.uuid)
    assert "we hold no policy" in seen
    assert "Rosa" not in seen and "Resident" not in seen
    assert answered.reference not in seen and answered.reply_token not in seen
    assert answered.title in page_of(client, "public_requests")
    owner.post(where, {"act": "unpublish"})
    assert client.get(reverse("public_request", args=[answered.uuid])).status_code == 404
    assert answered.title not in page_of(client, "public_requests")


def test_a_published_file_is_the_copy_and_not_the_original(shown: Shown, client: Client) -> None:
    answer = client.get(reverse("public_file", args=[shown.copy.uuid]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content != blobs.read(shown.file.blob_id)
    assert pdf.problems(answer.content) == []
    assert client.get(reverse("attachment", args=[shown.file.pk])).status_code == 302


def test_a_file_kept_private_is_gone_at_once(shown: Shown, owner: Client, client: Client) -> None:
    decide = reverse("copy_decide", args=[shown.copy.uuid])
    owner.post(decide, {"act": "private", "reason": "a name in it"})
    assert client.get(reverse("public_file", args=[shown.copy.uuid])).status_code == 404
    assert "contract.pdf" not in page_of(client, "public_request", shown.file.message.request.uuid)
    assert "a name in it" in page_of(owner, "publishing", shown.file.message.request.uuid)


def test_an_embargo_is_said_and_kept(
    answered: RecordsRequest, owner: Client, client: Client
) -> None:
    where = reverse("publishing", args=[answered.uuid])
    owner.post(where, {"act": "prepare"})
    publish.run(now=NOW)
    day = timezone.localdate() + timedelta(days=9)
    owner.post(where, {"act": "publish", "until_on": day.isoformat()})
    assert Publication.objects.get().embargo_until_on == day
    assert "Private until" in page_of(owner, "publishing", answered.uuid)
    assert client.get(reverse("public_request", args=[answered.uuid])).status_code == 404


def test_where_asking_is_dangerous_the_page_warns_and_asks(
    answered: RecordsRequest, owner: Client, client: Client
) -> None:
    RecordsRequest.objects.update(jurisdiction_code="ru")
    where = reverse("publishing", args=[answered.uuid])
    owner.post(where, {"act": "prepare"})
    publish.run(now=NOW)
    assert "dangerous in this place" in page_of(owner, "publishing", answered.uuid)
    assert owner.post(where, {"act": "publish"}).status_code == 422
    owner.post(where, {"act": "publish", "is_risk_accepted": "on"})
    assert client.get(reverse("public_request", args=[answered.uuid])).status_code == 200


def test_words_are_blacked_out_without_javascript(
    shown: Shown, owner: Client, client: Client
) -> None:
    redact = reverse("redact", args=[shown.file.pk])
    page = page_of(owner, "redact", shown.file.pk)
    assert 'name="lines"' in page
    first = pdf.text_of(blobs.read(shown.file.blob_id))[0].split()[0]
    told = {"act": "cover", "words": first, "reason": "a private name"}
    owner.post(redact, told)
    assert shown.file.redactions.filter(page=1).exists()
    owner.post(redact, {"act": "cover", "lines": ["1"], "reason": "an address"})
    owner.post(redact, {"act": "cover", "box": "0.1,0.1,0.2,0.2", "reason": "a face"})
    assert set(shown.file.redactions.values_list("reason", flat=True)) == {
        "a private name",
        "an address",
        "a face",
    }
    box = shown.file.redactions.get(reason="a face")
    owner.post(redact, {"act": "uncover", "box": box.pk})
    owner.post(redact, {"act": "make"})
    copy = PublicCopy.objects.get(pk=shown.copy.pk)
    assert copy.state == "waiting"
    assert client.get(reverse("public_file", args=[copy.uuid])).status_code == 404
    publish.run(now=NOW)
    owner.post(reverse("copy_decide", args=[copy.uuid]), {"act": "looked"})
    seen = client.get(reverse("public_file", args=[copy.uuid])).content
    assert first not in "".join(pdf.text_of(seen))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"words": "x"}, "This field is required"),
        ({"reason": "r"}, "Say what to black out"),
        ({"reason": "r", "box": "1,2,oh"}, "The box cannot be read"),
        ({"reason": "r", "box": "0.5,0.5,0.2,0.9"}, "does not lie on the page"),
        ({"reason": "r", "words": "xyzzy"}, "nowhere"),
    ],
)
def test_a_box_that_makes_no_sense_is_refused_in_words(
    shown: Shown, owner: Client, told: dict[str, str], said: str
) -> None:
    answer = owner.post(reverse("redact", args=[shown.file.pk]), {"act": "cover", **told})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_pages_cost_the_same_however_much_there_is(
    shown: Shown,
    owner: Client,
    client: Client,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for number in range(12):
        receive(mail(shown.publication.request, f"Page {number}", message_id=f"<{number}@x.y>"))
    publish.prepare(request=shown.publication.request, by=shown.publication.asked_by, now=NOW)
    while publish.run(now=NOW):
        pass
    uuid = shown.publication.request.uuid
    with django_assert_max_num_queries(20):
        owner.get(reverse("publishing", args=[uuid]))
    with django_assert_max_num_queries(20):
        client.get(reverse("public_request", args=[uuid]))
    with django_assert_max_num_queries(6):
        client.get(reverse("public_requests"))


def test_a_viewer_looks_and_decides_nothing(shown: Shown, stranger: Client) -> None:
    for name, key in (
        ("publishing", shown.publication.request.uuid),
        ("copy_file", shown.copy.uuid),
        ("redact", shown.file.pk),
    ):
        assert stranger.get(reverse(name, args=[key])).status_code == 404


def test_everything_that_can_be_found_is_said_in_words() -> None:
    assert set(publish_words.PROBLEMS) == problem.KINDS
