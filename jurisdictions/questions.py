"""The open questions of all packs as one page of Markdown, for a lawyer who wants to help."""

from collections.abc import Iterable, Iterator

from jurisdictions.law import Pack
from jurisdictions.review import cited_in
from jurisdictions.rules import Cited


def open_questions(packs: Iterable[Pack]) -> str:
    """One section per jurisdiction: what is open in words, and what nobody has verified."""
    lines = [
        "# Open questions of law",
        "",
        "Generated from the packs by `manage.py check_packs --questions`; never edited by hand.",
        "To answer one, edit the pack; `jurisdictions/README.md` says how.",
    ]
    for pack in packs:
        lines += ["", f"## {pack.name.get('en', pack.code)} (`{pack.code}`)", ""]
        lines += [f"- {note.text}{_cite(note.cite)}" for note in pack.notes]
        lines += _regulators(pack)
        lines += ["", "Not verified:", ""]
        lines += _unverified(pack) or ["- nothing: every provision on file was read"]
    return "\n".join(lines) + "\n"


def _regulators(pack: Pack) -> Iterator[str]:
    for regulator in pack.regulators:
        if regulator.status != "active":
            name = regulator.name.get("en", "")
            note = f". {regulator.note}" if regulator.note else ""
            yield f"- {name}: {regulator.status}{note}{_cite(regulator.cite)}"


def _unverified(pack: Pack) -> list[str]:
    """Every unverified provision, once, with what it says."""
    found: dict[str, None] = {}
    for path, cited in cited_in(pack, ""):
        if not cited.verified:
            found[f"- {cited.cite}: {_says(path, cited)}"] = None
    return sorted(found)


def _says(path: str, cited: Cited) -> str:
    """What a provision is about: its label, its text, or its place in the pack."""
    for name in ("label", "text", "note", "reason", "kind"):
        text = getattr(cited, name, "")
        if text:
            return str(text)
    return path.rpartition("].")[2].replace("_", " ").replace(".", ", ")


def _cite(cite: str) -> str:
    return f" ({cite})" if cite else ""
