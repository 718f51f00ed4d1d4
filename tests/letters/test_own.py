"""A person's own words stand around the law's, never in their place, and are checked first."""

from datetime import date

import msgspec
import pytest

from foia.letters.compose import AskItem, compose, default_ask
from foia.letters.differences import compared, differences
from foia.letters.letter import Addressee, NumberedItem, Paragraph, Requester
from foia.letters.own import Own, own_ask, with_own_asks
from foia.letters.own_checks import Written, cited_in, troubles
from foia.letters.template import TemplateError
from foia.letters.text import to_text
from jurisdictions import load_pack

FRAME = Written(
    kind="frame",
    name="Coalition",
    language="en",
    opening="We write to $agency for a coalition of residents.\n\nWe share what we learn.",
    closing="We would be glad to meet you about $topic; our reference is $reference.",
)


def letter_with(own: Own, agency: str = "City of Sampletown") -> str:
    return to_text(
        compose(
            pack=load_pack("us-il"),
            technology="cctv",
            ask=default_ask("cctv"),
            requester=Requester(name="Robin Sample", email="r@a.example"),
            addressee=Addressee(name=agency),
            on=date(2026, 11, 16),
            reference="OS-1",
            own=own,
        )
    )


def test_own_words_stand_around_the_words_of_the_law_which_stay_as_they_are() -> None:
    plain = letter_with(Own())
    own = Own(opening=FRAME.opening, closing=FRAME.closing, signature="Rosa R.\nCoalition 24")
    text = letter_with(own)
    told = " ".join(text.split())
    for paragraph in plain.split("\n\n"):
        assert paragraph.strip() in text
    assert told.index("City of Sampletown for a coalition") < told.index("5 ILCS 140/")
    assert told.index("our reference is OS-1.") > told.index("Please quote my reference")
    assert text.rstrip().endswith("Robin Sample\nRosa R.\nCoalition 24")


def test_after_an_opening_of_ones_own_the_law_begins_with_a_capital_letter() -> None:
    letters = [
        compose(
            pack=load_pack("de"),
            technology="cctv",
            ask=default_ask("cctv", None, "de"),
            requester=Requester(name="Robin Sample", email="r@a.example"),
            addressee=Addressee(name="Stadt Musterstadt"),
            on=date(2026, 11, 16),
            own=own,
        )
        for own in (Own(), Own(opening="wir schreiben Ihnen als Nachbarn."))
    ]
    (plain, *_), (opening, framed, *_) = (letter.blocks for letter in letters)
    assert letters[0].salutation.endswith(",") and plain.text[0].islower()
    assert opening.text == "wir schreiben Ihnen als Nachbarn."
    assert framed.text == plain.text[0].upper() + plain.text[1:]


def test_what_fills_a_field_is_never_read_again() -> None:
    assert "$topic {{ law }} for a coalition" in letter_with(
        Own(opening=FRAME.opening), agency="$topic {{ law }}"
    )


@pytest.mark.parametrize("where", ["opening", "closing"])
def test_a_field_that_a_frame_may_not_use_stops_the_letter(where: str) -> None:
    with pytest.raises(TemplateError, match=r"\$cite_appeal is not known here"):
        letter_with(Own(**{where: "See $cite_appeal."}))


def test_words_in_order_have_no_troubles() -> None:
    assert troubles(FRAME) == ()
    assert troubles(Written("ask", "Streets", "en", "contract", text="All of $system.")) == ()
    assert troubles(Written("signature", "All of us", text="Rosa R.\n+1 312 555 0100")) == ()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Dear {{ agency }}", "line 1: '{{' is the beginning of a program or a tag; use plain"),
        ("ok\n{% if x %}", "line 2: '{%' is the beginning"),
        ("Give me ${agency}", "'${' is the beginning"),
        ("<script>alert(1)</script>", "'<script' is the beginning"),
        ("Look <b>here</b>", "'<b' is the beginning"),
        ("We ask under 5 ILCS 140/3", "'ILCS' cites a law"),
        ("As § 9 says", "'§' cites a law"),
        ("under the Freedom of Information Act", "cites a law"),
        ("nach dem Informationsfreiheitsgesetz", "cites a law"),
        ("We pay $5", "a lone $ is not a field; write $$"),
        ("To $boss", "the field $boss is not known here; known fields are $agency"),
        ("From [YOUR NAME]", "'[' looks like a placeholder"),
        ("From ______", "'______' looks unfilled"),
        ("XXX will follow", "'XXX' looks like a placeholder"),
        ("WE WANT ALL OF THE RECORDS NOW", "all in capitals"),
        ("a" * 1201, "1201 characters; at most 1200"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_what_is_allowed(said: str, found: str) -> None:
    (trouble,) = troubles(msgspec.structs.replace(FRAME, closing=said))
    assert trouble.field == "closing"
    assert found in trouble.sentence
    assert trouble.sentence.startswith("The closing")


def test_a_signature_has_no_fields_and_at_most_six_lines() -> None:
    (fields,) = troubles(Written("signature", "Us", text="For $agency"))
    assert "use plain words, and no fields" in fields.sentence
    (lines,) = troubles(Written("signature", "Us", text="x\n" * 7))
    assert "has 7 lines" in lines.sentence


def test_name_language_and_category_are_known() -> None:
    found = troubles(Written("ask", " ", "xx", "contrct", text="All."))
    assert [trouble.field for trouble in found] == ["name", "language", "category"]
    assert "did you mean contract" in found[2].sentence
    assert [t.field for t in troubles(Written("frame", "Empty", "en"))] == ["opening"]


@pytest.mark.parametrize(
    "plain",
    [
        "We are a group of parents; 24 of us live on Art Street.",
        "Nous écrivons pour 100 habitants.",
        "We publish every answer on our site.",
        "The cameras of section B of the park.",
    ],
)
def test_plain_sentences_cite_nothing(plain: str) -> None:
    assert cited_in(plain) == ""


def test_an_own_ask_takes_the_place_of_its_category_or_follows_at_the_end() -> None:
    asked = (AskItem("contract", "Old."), AskItem("sharing", "Kept."))
    own = (own_ask("contract", "All of $system.", "the cameras"), AskItem("", "My street."))
    assert with_own_asks(asked, own) == (
        AskItem("contract", "All of the cameras."),
        AskItem("sharing", "Kept."),
        AskItem("", "My street."),
    )
    assert with_own_asks(with_own_asks(asked, own), own) == with_own_asks(asked, own)


def test_only_what_was_changed_differs_word_by_word() -> None:
    usual = default_ask("cctv", ["usage_policy", "contract"], "en")
    assert differences("cctv", usual, "en") == ()
    changed = AskItem("contract", usual[1].text.replace("contract", "licence", 1) + " And more.")
    mine = AskItem("", "My own item.")
    first, second = differences("cctv", [usual[0], changed, mine], "en")
    assert (first.number, first.category, second.number) == (2, "contract", 3)
    kinds = [piece.kind for piece in first.pieces]
    assert {"same", "removed", "added"} >= set(kinds)
    assert first.pieces[-1].text == "And more."
    assert second.pieces[0] == ("added", "My own item.")


def test_the_pieces_add_up_to_both_texts() -> None:
    was, now = "All contracts and  invoices for it.", "All leases, and invoices for all of it."
    pieces = list(compared(was, now))
    before = " ".join(piece.text for piece in pieces if piece.kind != "added")
    after = " ".join(piece.text for piece in pieces if piece.kind != "removed")
    assert before.split() == was.split()
    assert after.split() == now.split()


def test_blocks_of_ones_own_are_paragraphs_like_the_others() -> None:
    letter = compose(
        pack=load_pack("fr"),
        technology="cctv",
        ask=(AskItem("", "Tout."),),
        requester=Requester(name="Rosa", email="r@a.example"),
        addressee=Addressee(name="Mairie"),
        on=date(2026, 11, 16),
        own=Own(opening="Un.\n\nDeux,\ntrois."),
    )
    assert letter.blocks[:2] == (Paragraph("Un."), Paragraph("Deux,\ntrois."))
    assert [b.text for b in letter.blocks if isinstance(b, NumberedItem)] == ["Tout."]
