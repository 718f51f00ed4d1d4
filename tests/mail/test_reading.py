"""The tables of languages are sound, and quotations, dates and numbers are told in each."""

import re
from datetime import date

import pytest

from foia.mail import body_references, citations, languages
from foia.mail.classify import AskedItem, MessageKind, Reading, classify
from foia.mail.dates import find_dates
from foia.mail.parse import parse, split_quoted
from foia.mail.words import read_words

ABSENT = "confirmed_absent"
ANYWHERE = set(MessageKind) - {
    MessageKind.UNKNOWN,
    MessageKind.FEE_WAIVER_GRANTED,
    MessageKind.FEE_WAIVER_REFUSED,
    MessageKind.REGULATOR_OPINION,
    MessageKind.APPEAL_ACK,
    MessageKind.APPEAL_LOST,
    MessageKind.APPEAL_WON,
}
PLAIN = re.compile(r"<\w+>|_|[^\W_]+(?:[-º][^\W_]+)*º?\*?")


@pytest.mark.parametrize("code", languages.known())
def test_a_language_can_say_every_kind_of_message(code: str) -> None:
    said = {cue.kind for cue in languages.load(code).cue}
    assert said >= ANYWHERE


@pytest.mark.parametrize("code", languages.known())
def test_a_table_is_written_in_plain_words_with_weights_up_to_one(code: str) -> None:
    table = languages.load(code)
    assert table.code == code
    assert set(table.months.values()) == set(range(1, 13))
    for cue in table.cue:
        assert 0 < cue.weight <= 1
        assert cue.says.endswith((".", "!"))
        assert len(cue.phrases) == len(set(cue.phrases)), cue.says
        for phrase in [*cue.phrases, *cue.unless]:
            pieces = [piece.split() for piece in phrase.split("…")]
            assert all(pieces), phrase
            assert all(PLAIN.fullmatch(word) for piece in pieces for word in piece), phrase
            named = {word.strip("<>") for piece in pieces for word in piece if "<" in word}
            assert named <= set(table.sets), phrase


@pytest.mark.parametrize(
    ("code", "text", "country", "day"),
    [
        ("en", "by December 4, 2026", "", date(2026, 12, 4)),
        ("en", "by the 4th of December 2026", "", date(2026, 12, 4)),
        ("en", "by 4 Dec. 2026", "", date(2026, 12, 4)),
        ("es", "hasta el 4 de diciembre de 2026", "", date(2026, 12, 4)),
        ("fr", "avant le 1er décembre 2026", "", date(2026, 12, 1)),
        ("ru", "до «4» декабря 2026 г.", "", date(2026, 12, 4)),
        ("ru", "до 04.12.2026", "", date(2026, 12, 4)),
        ("fr", "au 04/12/2026", "", date(2026, 12, 4)),
        ("de", "bis zum 4. Dezember 2026", "", date(2026, 12, 4)),
        ("de", "spätestens 4. Jänner 2027", "", date(2027, 1, 4)),
        ("de", "bis 4. Maerz 2027", "", date(2027, 3, 4)),
        ("de", "bis zum 04.12.2026", "", date(2026, 12, 4)),
        ("pt", "até 4 de dezembro de 2026", "", date(2026, 12, 4)),
        ("pt", "até ao dia 1.º de março de 2027", "", date(2027, 3, 1)),
        ("pt", "até 04/12/2026", "", date(2026, 12, 4)),
        ("en", "by 2026-12-04", "", date(2026, 12, 4)),
        ("en", "by 12/04/2026", "us", date(2026, 12, 4)),
        ("en", "by 12/04/2026", "gb", date(2026, 4, 12)),
        ("en", "by 12/04/2026", "", None),
        ("en", "by 12/14/2026", "", date(2026, 12, 14)),
        ("en", "by 31 June 2026", "", None),
    ],
)
def test_a_date_in_prose_is_read_or_left_unknown(
    code: str, text: str, country: str, day: date | None
) -> None:
    words = read_words(text, [(0, len(text))])
    (found,) = find_dates(words, code, 0, len(words.plain), country=country)
    assert (found.day, found.is_until) == (day, True)


@pytest.mark.parametrize(
    "announcement",
    [
        "On Mon, Nov 23, 2026 at 9:00 AM A B <a@b.example> wrote:",
        "On Mon, Nov 23, 2026 at 9:00 AM A B\n<a@b.example> wrote:",
        "Le lun. 23 nov. 2026 à 09:00, A B <a@b.example> a écrit :",
        "El lun, 23 nov 2026 a las 9:00, A B (<a@b.example>) escribió:",
        "Em seg., 23 de nov. de 2026 às 09:00, A B <a@b.example> escreveu:",
        "Am Mo., 23. Nov. 2026 um 09:00 Uhr schrieb A B <a@b.example>:",
        "пн, 23 нояб. 2026 г. в 09:00, A B <a@b.example>:",
        "23 ноября 2026 г. в 09:00, A B написал(а):",
        "-----Original Message-----",
        "-----Message d'origine-----",
        "-----Mensaje original-----",
        "-----Исходное сообщение-----",
        "-----Ursprüngliche Nachricht-----",
        "---------- Mensagem reencaminhada ---------",
        "De: A B\nEnviada: segunda-feira, 23 de novembro de 2026",
        "Von: A B\nGesendet: Montag, 23. November 2026",
        "From: A B <a@b.example>\nSent: Monday, November 23, 2026",
        "De : A B\nEnvoyé : lundi 23 novembre 2026",
        "*От:* A B\n*Дата:* 23 ноября 2026 г. 9:00",
        "Begin forwarded message:",
    ],
)
def test_what_follows_an_announcement_is_repeated_text(announcement: str) -> None:
    new, quoted = split_quoted(f"Our answer.\n\n{announcement}\n\nOld words.\n")
    assert new.strip() == "Our answer."
    assert announcement.split("\n")[0] in quoted
    assert "Old words." in quoted


def test_answers_between_quoted_lines_are_new() -> None:
    new, quoted = split_quoted("On 2 May 2026 A <a@b.c> wrote:\n> One?\nYes.\n> Two?\nNo.\n")
    assert new.split() == ["Yes.", "No."]
    assert "> One?" in quoted and "wrote:" in quoted


@pytest.mark.parametrize(
    "prose",
    [
        "On this point the Board wrote: no.\nMore words.",
        "From: 9 to 5 we are open.\nCome.",
        "-- \nJane",
        "TO: Rosa Resident\nFROM: Records Office\nDATE: May 3, 2026\nRE: F-12\n\nWe deny it.",
        "De: Oficina\nPara: Rosa\nFecha: 3 de mayo de 2026\n\nNo existe.",
        "Please answer to foia@city.example by May 3, 2026 the following:\n1. Which year?",
        "On 3 May 2026 you wrote:\nall contracts since 2020\nWe have none.",
        ">From our side there is nothing to add.\nNo records exist.",
    ],
)
def test_prose_that_looks_like_an_announcement_is_not_hidden(prose: str) -> None:
    assert split_quoted(prose) == (prose, "")


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Your request number is P508333-072319.", "P508333-072319"),
        ("FOIA # 26-1187 was received", "26-1187"),
        ("con el folio 090161726000123", "090161726000123"),
        ("référence : 2026-441", "2026-441"),
        ("Avis n° 20265512", "20265512"),
        ("исх. № 17-25-4410/26", "17-25-4410/26"),
        ("Unser Aktenzeichen: 13-IFG/441", "13-IFG/441"),
        ("GZ: 2026-0.441.123", "2026-0.441.123"),
        ("sob o protocolo 03005.000123/2026-45", "03005.000123/2026-45"),
        ("processo n.º 441/2026", "441/2026"),
        ("N/Ref.ª: 1187/26", "1187/26"),
        ("Gz. II A 3 - 05/441", "II A 3 - 05/441"),
        ("Az.: ZA 22 - 1510/26 Bitte angeben", "ZA 22 - 1510/26"),
        ("Уведомление ОГ-П-7781", "ОГ-П-7781"),
        ("CPRA R007712", "R007712"),
        ("votre demande d'accès 26-4410", "26-4410"),
        ("our FOIA request 11/10", None),
        ("Our reference: OS-7K2MPQ4X", None),
        ("The request number of 11/23/2026", None),
        ("Room 412, 5.12.2026", None),
    ],
)
def test_a_bodys_own_reference_is_found(text: str, reference: str | None) -> None:
    assert body_references.first(text) == reference


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("a total of $1,245.50 is due", ("$1,245.50",)),
        ("soit 1 245,50 € TTC", ("1 245,50 €",)),
        ("un costo de 45 pesos", ("45 pesos",)),
        ("плата 450 руб.", ("450 руб.",)),
        ("a recolher R$ 1.245,50", ("R$ 1.245,50",)),
        ("o valor de 45 reais", ("45 reais",)),
        ("von CHF 1'200.00 und 30 Franken", ("CHF 1'200.00", "30 Franken")),
        ("EUR 60,00", ("EUR 60,00",)),
        ("in 2026, 12 pages", ()),
    ],
)
def test_sums_are_quoted_as_written(text: str, sums: tuple[str, ...]) -> None:
    assert citations.money(text) == sums


@pytest.mark.parametrize(
    ("code", "text", "cited"),
    [
        ("de", "nach § 3 Nr. 1 Buchst. c IFG", ("§ 3 Nr. 1 Buchst. c IFG",)),
        ("de", "§ 6 Satz 2 IFG NRW und § 10 BremIFG", ("§ 6 Satz 2 IFG NRW", "§ 10 BremIFG")),
        ("de", "Art. 7 Abs. 1 lit. b und c BGÖ", ("Art. 7 Abs. 1 lit. b und c BGÖ",)),
        ("de", "§ 6 Abs. 1 Z 4 IFG", ("§ 6 Abs. 1 Z 4 IFG",)),
        ("de", "§§ 3 und 5 IFG sowie § 30 VwGO", ("§§ 3 und 5 IFG", "§ 30 VwGO")),
        ("pt", "do art. 23 da LAI", ("art. 23 da LAI",)),
        ("pt", "artigo 6.º, n.º 6, da Lei n.º 26/2016", ("artigo 6.º, n.º 6, da Lei n.º 26/2016",)),
        ("pt", "art. 11, § 2º, da Lei nº 12.527/2011", ("art. 11, § 2º, da Lei nº 12.527/2011",)),
        ("pt", "a Lei 12.527/2011 assegura", ("Lei 12.527/2011",)),
    ],
)
def test_sections_of_law_are_quoted_as_written(
    code: str, text: str, cited: tuple[str, ...]
) -> None:
    assert citations.sections(text, code) == cited


@pytest.mark.parametrize(
    ("language", "text", "days", "unit"),
    [
        ("de", "Die Frist verlängert sich um einen Monat.", 1, "months"),
        ("de", "Die Frist wird um weitere zwei Wochen verlängert.", 2, "weeks"),
        ("de", "Die Frist wird um zehn Arbeitstage erstreckt.", 10, "business_days"),
        ("pt", "Prorrogo por 10 (dez) dias o prazo.", 10, "days"),
        ("pt", "O prazo foi prorrogado por mais 15 dias úteis.", 15, "business_days"),
        ("pt", "O prazo é alargado até ao máximo de dois meses.", 2, "months"),
        ("de", "Die Frist wird nicht um einen Monat verlängert.", None, None),
    ],
)
def test_the_length_of_an_extension_is_read(
    language: str, text: str, days: int | None, unit: str | None
) -> None:
    found = _read(text, language).found
    assert (found.extension_days, found.extension_unit) == (days, unit)


def _read(text: str, language: str = "en", asked: int = 3) -> Reading:
    items = [AskedItem(number, f"c{number}", f"thing {number}") for number in range(1, asked + 1)]
    head = "Subject: Re: x\nContent-Type: text/plain; charset=utf-8\n\n"
    return classify(parse(f"{head}{text}".encode()), language=language, asked=items)


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("No records exist for items 1-3.", dict.fromkeys((1, 2, 3), ABSENT)),
        ("Items 1 and 3: we do not have any such records.", {1: ABSENT, 3: ABSENT}),
        ("Item 2 is exempt under Section 7(1)(v).", {2: "withheld"}),
        ("Item 9: no such policy exists.", {}),
        ("1. Your request is denied.\n2. No fee is charged.", {}),
        ("1. No such policy exists.\n2. Denied under Section 7(1)(v).", {1: ABSENT, 2: "withheld"}),
        ("1. The request for item 2 is refused under Section 7.", {2: "withheld"}),
        ("If no policy responsive to item 1 exists, we will say so.", {}),
        ("Item 1. It does not exist. Item 2. It is available online.", {1: ABSENT, 2: "published"}),
    ],
)
def test_findings_are_told_item_by_item(text: str, states: dict[int, str]) -> None:
    found = _read(text).found.item_findings
    assert {each.number: each.state.value for each in found} == states


def test_a_mail_that_names_no_item_speaks_of_the_only_one_asked() -> None:
    (found,) = _read("We do not have any such documents.", asked=1).found.item_findings
    assert (found.number, found.category, found.state) == (1, "c1", ABSENT)


def test_a_decision_that_is_only_announced_is_none_yet() -> None:
    reading = _read("We intend to refuse your request under section 24. You may revise its scope.")
    assert not (reading.is_sure and reading.kind is MessageKind.REFUSED_EXEMPTION)


def test_what_an_appeal_costs_is_no_fee_of_the_request() -> None:
    text = "I have decided to refuse access to the records. A fee of €30 applies to such an appeal."
    reading = _read(text)
    assert (reading.kind, reading.found.fee) == (MessageKind.REFUSED_EXEMPTION, None)


def test_a_paper_attached_to_a_refusal_makes_it_no_partial_release() -> None:
    text = "Fica indeferido o pedido, por ser informação sigilosa. Segue em anexo o termo."
    reading = _read(text, "pt")
    assert not (reading.is_sure and reading.kind is MessageKind.RECORDS_PARTIAL)


def test_a_language_without_a_table_is_said_and_read_in_english() -> None:
    reading = _read("Your request is denied.", language="sw")
    assert reading.kind is MessageKind.REFUSED_EXEMPTION
    assert "cannot be read yet" in reading.troubles[0]


def test_both_spellings_are_one_kind() -> None:
    assert MessageKind.ACKNOWLEDGEMENT is MessageKind.ACKNOWLEDGMENT
