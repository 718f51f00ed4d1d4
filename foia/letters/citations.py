"""Puts a law pack's citation, which is written once for all languages, into a letter's language."""

import re

#: Several articles of one act: "art. 14 and 15".
_SEVERAL = re.compile(r"\bart\. (?=[LRD*]*\d[^,;]* (?:and|to) [LRD*]*\d)")
_PLURALS = {"en": "arts. ", "es": "arts. ", "pt": "arts. "}
#: An act's name where a sentence goes on with it, and what stands before it there.
_IN_SENTENCE = {
    "en": (
        re.compile(
            r"\bunder (?=(?:(?:[A-Z(][\w'’()-]*|and|of|to|on|for|in) )+"
            r"(?:Act|Ordinance|Code of Practice)\b|Code (?:on|of) )"
        ),
        "under the ",
    ),
    "de": (re.compile(r"\bnach (?=Verordnung )"), "nach der "),
}
_WORDS = {
    "cs": (
        (" and ", " a "),
        ("et seq.", "a násl."),
        *(("Regulation (EC) No ", "nařízení (ES) č. "), ("art. ", "čl. ")),
    ),
    "de": (
        *((" and ", " und "), ("et seq.", "ff."), (", et art. ", " und art. ")),
        *(
            ("Regulation (EC) No ", "Verordnung (EG) Nr. "),
            ("Décret du 30 mars", "Dekret vom 30. März"),
        ),
        *(("Loi du 11 avril", "Gesetz vom 11. April"), (" art. ", " Art. ")),
        ("Loi du 14 septembre", "Gesetz vom 14. September"),
    ),
    "es": (
        (" and ", " y "),
        ("et seq.", "y siguientes"),
        ("Regulation (EC) No ", "Reglamento (CE) n.º "),
    ),
    "fr": (
        *((" and ", " et "), ("et seq.", "et suivants")),
        ("Regulation (EC) No ", "Règlement (CE) n° "),
        *(("ATIA, RSC 1985", "LAI, LRC 1985"), ("FIPPA, CCSM", "LAIPVP, CPLM")),
        *(("MFIPPA, RSO 1990", "LAIMPVP, LRO 1990"), ("FIPPA, RSO 1990", "LAIPVP, LRO 1990")),
        ("RTIPPA, SNB 2009", "LDIPVP, LN-B 2009"),
        *((", ss ", ", art. "), (", s ", ", art. "), (" to ", " à ")),
        *(("VBGÖ", "OTrans"), ("BGÖ", "LTrans"), (" Abs. ", " al. "), (" Bst. ", " let. ")),
    ),
    "it": (
        *((" and ", " e "), ("et seq.", "e seguenti")),
        ("Regulation (EC) No ", "regolamento (CE) n. "),
        *(("VBGÖ", "OTras"), ("BGÖ", "LTras"), ("Art. ", "art. ")),
        *((" Abs. ", " cpv. "), (" Bst. ", " lett. ")),
    ),
    "nl": (
        *(
            (" and ", " en "),
            ("et seq.", "e.v."),
            (", et art. ", " en art. "),
            ("25 et 27", "25 en 27"),
        ),
        *(("§ 1er", "§ 1"), ("Regulation (EC) No ", "Verordening (EG) nr. ")),
        ("Loi du 11 avril", "wet van 11 april"),
        (
            "Décret et ordonnance conjoints du 16 mai",
            "gezamenlijk decreet en ordonnantie van 16 mei",
        ),
    ),
    "pl": (
        (" and ", " i "),
        ("et seq.", "i nast."),
        ("Regulation (EC) No ", "rozporządzenie (WE) nr "),
    ),
    "pt": (
        (" and ", " e "),
        ("et seq.", "e seguintes"),
        ("Regulation (EC) No ", "Regulamento (CE) n.º "),
    ),
    "ru": (
        *((" and ", " и "), ("art. ", "ст. "), ("-FZ", "-ФЗ"), ("ch. ", "гл. ")),
        ("Code of Administrative Judicial Procedure", "КАС РФ"),
    ),
    "ro": (
        (" and ", " și "),
        ("et seq.", "și următoarele"),
        ("Regulation (EC) No ", "Regulamentul (CE) nr. "),
    ),
    "uk": ((" and ", " та "), ("et seq.", "та наступні"), ("art. ", "ст. ")),
    "sv": (
        *((" and ", " och "), (" ja ", " och "), ("et seq.", "ff.")),
        ("Regulation (EC) No ", "förordning (EG) nr "),
        ("julkisuuslaki ", "offentlighetslagen "),
        ("laki oikeudenkäynnistä hallintoasioissa", "lagen om rättegång i förvaltningsärenden"),
    ),
    "da": ((" and ", " og "), ("et seq.", "ff."), ("Regulation (EC) No ", "forordning (EF) nr. ")),
    "nb": ((" and ", " og "), ("et seq.", "flg."), ("Regulation (EC) No ", "forordning (EF) nr. ")),
    "fi": (
        (" and ", " ja "),
        ("et seq.", "ja seuraavat"),
        ("Regulation (EC) No ", "asetus (EY) N:o "),
    ),
    "el": (
        *((" and ", " και "), ("et seq.", "επ."), (", art. ", ", άρθρο ")),
        ("Regulation (EC) No ", "κανονισμός (ΕΚ) αριθ. "),
    ),
    "hu": (
        *((" and ", " és "), ("et seq.", "és az azt követő rendelkezések")),
        *(("Regulation (EC) No 1049/2001", "1049/2001/EK rendelet"), (", art. ", ", cikk: ")),
    ),
    "bg": (
        *((" and ", " и "), ("et seq.", "и сл."), (", art. ", ", чл. ")),
        ("Regulation (EC) No ", "Регламент (ЕО) № "),
    ),
}


def citation(cite: str, language: str) -> str:
    """Return `cite` with its few common words in `language`; names and numbers stay as they are."""
    if language in _PLURALS:
        cite = _SEVERAL.sub(_PLURALS[language], cite)
    for word, said in _WORDS.get(language, ()):
        cite = cite.replace(word, said)
    return cite


def in_sentence(text: str, language: str) -> str:
    """Return a filled paragraph with the article that an act's name has in running text."""
    pattern, said = _IN_SENTENCE.get(language, (None, ""))
    return pattern.sub(said, text) if pattern else text
