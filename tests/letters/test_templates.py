"""The words that are sent are complete in every language; a wrong template says what is wrong."""

import re
from pathlib import Path

import pytest

from foia.letters.catalogue import MOST_DEFAULT_RECORDS, UnknownEntry, catalogue
from foia.letters.compose import default_ask, letter_language
from foia.letters.identity import requirements
from foia.letters.ladder import NATURES
from foia.letters.outline import OUTLINES
from foia.letters.template import Template, TemplateError, Text
from foia.letters.wording import (
    FALLBACK,
    FIELDS,
    ROOT,
    every_template,
    languages,
    template,
    wording,
)
from jurisdictions import codes, load_pack

KNOWN = frozenset({"agency", "due_on"})
IF_NONE = {
    "nl": "als die er niet zijn, verzoek ik u dat schriftelijk mee te delen",
    "it": "se non esistono, chiedo che mi sia comunicato per iscritto",
    "cs": "pokud žádné neexistují, sdělte mi to prosím písemně",
    "de": "falls es keine gibt, bitte ich um schriftliche Mitteilung",
    "en": "if none exists, say so in writing",
    "es": "si no existen, que se diga por escrito",
    "fr": "s'il n'en existe pas, le confirmer par écrit",
    "pl": "jeżeli ich nie ma, proszę to potwierdzić na piśmie",
    "pt": "se não existirem, peço que tal seja declarado por escrito",
    "ru": "если их нет, прошу сообщить об этом письменно",
    "ro": "dacă nu există, vă rog să confirmați acest lucru în scris",
    "uk": "якщо їх немає, прошу повідомити про це письмово",
    "sv": "om sådana inte finns ber jag om skriftligt besked om det",
    "da": "findes der ingen, beder jeg om skriftlig meddelelse om det",
    "nb": "finnes det ingen, ber jeg om skriftlig beskjed om det",
    "fi": "jos niitä ei ole, pyydän ilmoittamaan siitä kirjallisesti",
    "el": "εάν δεν υπάρχουν, παρακαλώ να μου το γνωρίσετε γραπτώς",
    "hu": "ha ilyen nincs, kérem, hogy ezt írásban közöljék",
    "bg": "ако няма такива, моля да ми съобщите това писмено",
}


def test_every_template_reads_with_known_fields_only() -> None:
    assert len(every_template()) == len(list(ROOT.glob("*/*/*.txt")))


FILES = ["frames/request", "statutes/general"]
FILES += [f"follow_ups/{path.stem}" for path in sorted(ROOT.glob("en/follow_ups/*.txt"))]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", FILES)
def test_every_language_has_every_section(language: str, name: str) -> None:
    if not (ROOT / f"{language}/{name}.txt").exists():
        assert letter_language(load_pack("fr"), language, Path(name).stem) == FALLBACK
        return
    assert set(template(f"{language}/{name}").sections) == set(
        template(f"{FALLBACK}/{name}").sections
    )


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("path", sorted(ROOT.glob("en/notices/*.txt")), ids=lambda p: p.stem)
def test_every_language_has_every_notice_with_the_same_fields(language: str, path: Path) -> None:
    name = f"notices/{path.stem}"

    def fields(lang: str) -> set[str]:
        sections = template(f"{lang}/{name}").sections
        return {field for texts in sections.values() for text in texts for field in text.fields}

    assert fields(language) == fields(FALLBACK)


@pytest.mark.parametrize("kind", OUTLINES)
def test_every_section_an_outline_names_exists(kind: str) -> None:
    for language in languages(kind):
        known = wording(kind, language, "").sections.keys()
        by_code = {
            "commercial": "is_commercial",
            "identity": "right",
            "late_extension": "late_extension_late",
            "appeal": "appeal_refused",
            "appeal_request": "appeal_ask",
            "complaint": "complaint_refused",
            "complaint_review": "complaint_reviewed",
            "before_court": "before_court_refused",
        }
        blocks = set(OUTLINES[kind].blocks) - {"items", "explanation", "details"}
        assert {by_code.get(name, name) for name in blocks} <= known, language


def test_a_statute_file_belongs_to_a_pack_and_overrides_known_sections() -> None:
    for path in ROOT.glob("*/statutes/*.txt"):
        if path.stem == "general":
            continue
        language = path.parts[-3]
        assert path.stem in codes()
        assert language in load_pack(path.stem).languages
        own = template(f"{language}/statutes/{path.stem}").sections
        known = {name for file in FILES for name in template(f"{FALLBACK}/{file}").sections}
        assert set(own) <= {*known, "identity", "appeal_subject_silent", "overdue_final_open"}


def test_the_words_for_a_step_are_of_a_known_nature_and_override_known_sections() -> None:
    for path in ROOT.glob("*/steps/*.txt"):
        language = path.parts[-3]
        known = {name for file in FILES for name in template(f"{language}/{file}").sections}
        assert path.stem in NATURES
        assert set(template(f"{language}/steps/{path.stem}").sections) <= known


def test_only_english_claims_to_be_reviewed() -> None:
    for file in every_template():
        is_english = file.name.startswith("letter_templates/en/")
        assert file.settings["reviewed"] == ("true" if is_english else "false")
    assert catalogue().reviewed == {language: language == "en" for language in languages()}


def test_no_citation_is_typed_in_a_template() -> None:
    typed = re.compile(
        r"\bart(?:icle|ículo)?s?\.? ?\d|ст\. ?\d|§|ILCS|U\.S\.C|\d+-ФЗ|[LR]\. ?\d{3}"
    )
    for path in [*ROOT.glob("*/*/*.txt"), *ROOT.glob("*/asks/*.toml")]:
        assert not typed.search(path.read_text(encoding="utf-8")), path


def test_the_catalogue_has_every_technology_and_record_in_every_language() -> None:
    entries = catalogue()
    assert (len(entries.technologies), len(entries.categories)) == (14, 24)
    for entry in (*entries.technologies, *entries.categories):
        assert set(entry.words) == set(languages())
    for category in entries.categories:
        assert category.why("en")
        assert category.description("ru")
        assert category.pack in "PMTUO"


def test_the_default_ask_is_short_and_asks_for_the_use_policy_first() -> None:
    for technology in catalogue().technologies:
        assert technology.records[0] == "usage_policy"
        assert len(technology.records) <= MOST_DEFAULT_RECORDS
        for record in (*technology.records, *technology.more):
            catalogue().category(record)
        assert not set(technology.records) & set(technology.more)


@pytest.mark.parametrize("language", languages())
def test_the_use_policy_item_asks_to_say_in_writing_if_there_is_none(language: str) -> None:
    first = default_ask("cctv", None, language)[0]
    assert IF_NONE[language] in " ".join(first.text.split())


def test_a_system_with_a_name_is_called_by_it() -> None:
    items = default_ask("rtcc", ["contract"], "es", "Ciudad Segura")
    assert items[0].text.startswith("Los contratos de la plataforma «Ciudad Segura»")


def test_an_unknown_entry_names_the_nearest() -> None:
    with pytest.raises(UnknownEntry, match=r"no technology 'frt_serch'.*frt_search"):
        catalogue().technology("frt_serch")
    with pytest.raises(UnknownEntry, match=r"no record category 'contrat'.*contract"):
        default_ask("cctv", ["contrat"])


def test_every_requirement_is_for_a_place_we_know_and_can_be_cited() -> None:
    for rule in requirements():
        assert set(rule.jurisdictions) <= set(codes())
        for code in rule.jurisdictions:
            clauses = load_pack(code).statutes[-1].clauses
            assert rule.cite or clauses[rule.clause].cite, code


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("To $agensy.", r"x, line 2: the field \$agensy is not known here; known fields are \$age"),
        ("It costs 5 $.", r"x, line 2: a lone \$ is not a field"),
        ("To {{ agency }}.", r"x, line 2: '\{' looks like a placeholder nobody fills"),
        ("To [NAME].", r"x, line 2: '\[' looks like a placeholder"),
        ("To <agency>.", r"x, line 2: '<' looks like a placeholder"),
        ("To XXX.", r"x, line 2: 'XXX' looks like a placeholder"),
        ("A.\n[one]\nB.", r"x, line 3: \[one\] is there twice"),
    ],
)
def test_a_wrong_template_names_its_file_line_and_field(source: str, sentence: str) -> None:
    with pytest.raises(TemplateError, match=sentence):
        Template("x", f"[one]\n{source}", known=KNOWN)


def test_words_before_the_first_section_are_an_error() -> None:
    with pytest.raises(TemplateError, match="x, line 1: 'Dear all,' stands before the first"):
        Template("x", "Dear all,\n[one]\nB.", known=KNOWN)


def test_a_field_without_a_value_is_an_error_that_names_it() -> None:
    text = Text("Due on $due_on.", known=KNOWN, where="x, line 4")
    with pytest.raises(TemplateError, match=r"x, line 4: the field \$due_on has no value"):
        text.fill({"agency": "A"})


def test_a_token_inside_a_value_stays_text() -> None:
    text = Text("To $agency: $$5.", known=KNOWN, where="x")
    assert text.fill({"agency": "$due_on {{x}}", "due_on": "never"}) == "To $due_on {{x}}: $5."


def test_a_sentence_that_ends_in_an_abbreviation_has_one_full_stop() -> None:
    text = Text("I wrote to $agency. By $due_on, nothing.", known=KNOWN, where="x.txt")
    told = text.fill({"agency": "Cameras Inc.", "due_on": "1 юни 2026 г."})
    assert told == "I wrote to Cameras Inc. By 1 юни 2026 г., nothing."


def test_every_folder_of_texts_has_its_own_fields() -> None:
    assert {path.parts[-2] for path in ROOT.glob("*/*/*.txt")} == set(FIELDS)
