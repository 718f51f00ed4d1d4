"""Approved letters that wait to be posted leave as one file, each as it was approved."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from django.core.management import CommandError, call_command

from foia.models import Agency, Attachment, Message, User
from tests.conftest import approve

SLUG = "chicago-police-department"


@pytest.fixture
def posted(draft_to: Callable[..., Message], citizen: User) -> list[Message]:
    """Three letters to a body that is reached by post only."""
    drafts = [draft_to(SLUG) for _ in range(3)]
    agency = Agency.objects.get(slug=SLUG)
    agency.contacts.all().delete()
    agency.contacts.create(channel="post", address="3510 Sample Avenue, Chicago")
    return [approve(draft, citizen) for draft in drafts]


def test_letters_that_wait_become_one_pdf_and_one_docx(
    posted: list[Message], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("pile.pdf", "pile.docx"):
        call_command("letters_pile", out=tmp_path / name, two_sided=True)
        assert "3 letters are in" in capsys.readouterr().out
    pile = pypdfium2.PdfDocument((tmp_path / "pile.pdf").read_bytes())
    assert [mark.get_title()[:11] for mark in pile.get_toc()] == [
        message.the_request.reference for message in posted
    ]
    assert len(docx.Document(str(tmp_path / "pile.docx")).sections) == 3
    assert {path.name for path in tmp_path.iterdir()} >= {"pile.pdf", "pile.docx"}
    assert not list(tmp_path.glob(".*"))


def test_only_the_letters_named_are_taken(posted: list[Message], tmp_path: Path) -> None:
    reference = posted[1].the_request.reference
    call_command("letters_pile", reference.lower(), out=tmp_path / "one.pdf")
    pile = pypdfium2.PdfDocument((tmp_path / "one.pdf").read_bytes())
    assert [mark.get_title()[:11] for mark in pile.get_toc()] == [reference]


def test_what_is_not_ours_to_post_is_said_and_nothing_is_written(
    posted: list[Message], draft_to: Callable[..., Message], tmp_path: Path
) -> None:
    out = tmp_path / "pile.pdf"
    unapproved = draft_to("chicago-oemc").the_request.reference

    def said(*references: str, **options: Any) -> str:
        with pytest.raises(CommandError) as refused:
            call_command("letters_pile", *references, **({"out": out} | options))
        return str(refused.value)

    assert unapproved in said(unapproved)
    assert "neither .pdf nor .docx" in said(out=tmp_path / "pile.odt")
    assert "cannot be written" in said(out=tmp_path / "nowhere" / "pile.pdf")
    Attachment.objects.filter(message=posted[0], name="letter.pdf").update(name="x.pdf")
    Agency.objects.filter(slug=SLUG).update(name="Another name")
    assert "cannot be drawn as it was approved" in said()
    Message.objects.filter(pk=posted[0].pk).update(body_text="something else")
    assert "is not what was approved" in said()
    assert not list(tmp_path.glob("*.pdf")) + list(tmp_path.glob(".*"))


def test_letters_that_went_by_mail_are_not_posted(approved: Message, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No approved letter waits"):
        call_command("letters_pile", out=tmp_path / "pile.pdf")
