"""A draft for who can swear to the records of a bag, with blanks; nobody has signed it.

It follows what courts of the United States ask of records and of copies verified by their hashes:
Federal Rules of Evidence 902(11), (13) and (14), and 28 U.S.C. § 1746 for a declaration that is not
sworn before an officer. Nothing here says that a court will admit anything.
"""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foia.flow.archive.papers import paper_of
from foia.flow.archive.readme import VERIFY
from foia.letters.letter import Heading, Paragraph
from foia.letters.paper import Paper, PaperBlock

BLANK = "_" * 40


def certification(title: str, number: int, now: datetime, tool: str) -> Paper:
    """Return the draft for a bag with so many files of correspondence, written by this `tool`."""
    told = {"blank": BLANK, "number": number, "tool": tool, "verify": VERIFY}
    said = (_who(), _kept(), _copied(number), _checked(), _same(), _declared())
    blocks: list[PaperBlock] = [Paragraph(words.format(**told)) for words in said]
    blocks += [
        Paragraph(f"{BLANK}\n" + _("Signature, name")),
        Heading(_("What this draft is for")),
        Paragraph(_what_for()),
    ]
    name, mark = _("Certification of records (draft)"), _("DRAFT, NOT SIGNED")
    return paper_of(name, blocks, (title,), now, country="us", mark=mark)


def _who() -> str:
    return _(
        "I, {blank}, certify as follows. I am {blank} (position). I have personal knowledge of, or"
        " am qualified to describe, how the records below were received, kept and copied."
    )


def _kept() -> str:
    return _(
        "1. The records came in, or were sent, in the course of requests for public records. Each"
        " was stored before anything else was done with it, by a program ({tool}) that names every"
        " file by its SHA-256 and notes it in a chain of entries, each of which covers the one"
        " before."
    )


def _copied(number: int) -> str:
    return ngettext(
        "2. The accompanying folder holds {number} file of the correspondence, a copy of the stored"
        " file. Its SHA-256 stands in the list of exhibits and in manifest-sha256.txt.",
        "2. The accompanying folder holds {number} files of the correspondence, each a copy of the"
        " stored file. Their SHA-256s stand in the list of exhibits and in manifest-sha256.txt.",
        number,
    )


def _checked() -> str:
    return _("3. On {blank} I ran `{verify}` on the folder. It reported: {blank}")


def _same() -> str:
    return _(
        "4. Two files with the same SHA-256 have, for every practical purpose, the same content; a"
        " changed byte changes it."
    )


def _declared() -> str:
    return _(
        "I declare under penalty of perjury that the foregoing is true and correct. Executed on"
        " {blank}."
    )


def _what_for() -> str:
    return _(
        "It follows Federal Rules of Evidence 902(11), (13) and (14), which let a qualified person"
        " certify records, and copies verified by their digital identification, with notice to the"
        " other side; and 28 U.S.C. § 1746, which gives the form of an unsworn declaration, and"
        " another one for who signs outside of the United States. Other courts ask for other"
        " forms. Whether it is enough, a lawyer has to say."
    )
