"""What belongs to another team cannot be named in a form, and hostile words stay words."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foia import samples
from foia.models import Agency, AgencyImport, AgencyList, Contact, Team, User
from tests.agency_tables import Kept, kept_by
from tests.web.conftest import campaign_of, signed_in

EVIL = "<script>alert(1)</script>\"'{{ x }}$name%s"


@pytest.fixture
def now() -> datetime:
    """This moment: the views read the clock themselves."""
    return timezone.now()


@pytest.fixture
def theirs(citizen: User, now: datetime) -> Kept:
    """What the citizen's team keeps of bodies."""
    samples.load()
    return kept_by(citizen, now)


@pytest.fixture
def mallory(theirs: Kept) -> User:
    """Somebody of another team."""
    return User.objects.create_user("mallory@openshutter.example")


def test_no_form_takes_what_is_another_teams(
    theirs: Kept, mallory: User, citizen: User, now: datetime
) -> None:
    mine, browser = kept_by(mallory, now), signed_in(mallory)
    own, other = campaign_of(mallory, now), campaign_of(citizen, now)
    team = str(Team.objects.get(pk=theirs.agency.team_id).uuid)
    body = other.bodies.order_by("pk")[0]
    forms: list[tuple[str, list[object], dict[str, object]]] = [
        ("campaign_bodies_add", [own.uuid], {"agency_list": theirs.agency_list.uuid}),
        ("campaign_bodies_remove", [own.uuid], {"picked": [body.pk]}),
        ("campaign_fields", [own.uuid], {"table": f"body,street\n{body.pk},Main\n0,Main\n"}),
        ("agency_list_put", [], {"agency_list": theirs.agency_list.uuid, "agency": ["1"]}),
        (
            "agency_list_put",
            [],
            {"agency_list": mine.agency_list.uuid, "agency": [theirs.agency.pk]},
        ),
        ("agency_merge", [mine.agency.uuid], {"into": theirs.agency.pk}),
        (
            "agency_address",
            [mine.agency.uuid],
            {"channel": "email", "address": "m@x.example", "team": team},
        ),
        ("agency_address_out_of_use", [mine.agency.uuid, theirs.contact.pk], {}),
        ("agency_lists", [], {"name": "Taken", "team": team}),
    ]
    lists = AgencyList.objects.filter(team__uuid=team).count()
    for name, args, told in forms:
        browser.post(reverse(name, args=args), told)
    body.refresh_from_db()
    theirs.contact.refresh_from_db()
    theirs.agency.refresh_from_db()
    assert other.bodies.count() == 3
    assert body.fields == {}
    assert theirs.contact.is_working
    assert AgencyList.objects.filter(team__uuid=team).count() == lists
    assert not Contact.objects.filter(address="m@x.example", team__uuid=team).exists()
    listed = mine.agency_list.listed.values_list("agency", flat=True)
    assert theirs.agency.pk not in set(listed)
    assert Agency.objects.get(pk=mine.agency.pk).merged_into_id != theirs.agency.pk


def test_a_hostile_table_stays_words_on_every_page(theirs: Kept, owner: Client) -> None:
    team = str(Team.objects.get(pk=theirs.agency.team_id).uuid)
    words = EVIL.replace('"', '""')
    table = (
        f'name,place,email,homepage,jurisdiction\n"{words}",P,x@y.example,javascript:a(),us-il\n'
    )
    name = "<img src=x onerror=alert(1)>.csv"
    told = {"team": team, "table": SimpleUploadedFile(name, table.encode())}
    made = owner.post(reverse("agency_import_new"), told)
    if made.status_code == 422:  # one team alone: it is not asked for
        made = owner.post(reverse("agency_import_new"), {"table": told["table"]})
    row = AgencyImport.objects.order_by("-pk")[0]
    pages = [reverse(f"agency_import{of}", args=[row.uuid]) for of in ("", "_compare")]
    shown = [owner.get(page).content.decode() for page in pages]
    owner.post(reverse("agency_import_apply", args=[row.uuid]))
    body = Agency.objects.get(name__contains="alert(1)")
    after = [pages[0], reverse("agency", args=[body.uuid]), reverse("agencies") + "?words=script"]
    shown += [owner.get(page).content.decode() for page in after]
    assert body.homepage == ""
    for page in shown:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
