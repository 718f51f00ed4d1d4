"""Finds the sentences that the pure floors and the rooms make, and what packs call their steps.

Those floors speak English and know no language of a reader: `f"This body has {n} letters."` is
found here as the message `This body has %(n)s letters.` in the context `sentence`, and
`foia.web.sentences` puts what was said into the reader's words.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

CONTEXT = "sentence"
FOLDERS = (
    *("foia/docket", "foia/drafts", "foia/flow", "foia/letters", "foia/notices"),
    *("foia/mail", "foia/sandbox"),
)
#: Files with no words to a reader, and those of evidence, which is in the language of its mail.
OTHERS = {
    *("citations.py", "sample.py", "template.py", "docx.py", "reply_address.py"),
    *("machine_marks.py", "likeness.py", "cues.py"),
}
#: The parts of the law library that explain dates to a reader; others speak to who writes packs.
LAW = (
    *("anchors", "calendars", "docket", "extensions", "limits", "months", "notes", "receipt"),
    *("states", "stops", "terms", "timeline", "variants", "windows"),
)
#: Whose steps are translated so far: the places of the dossiers that ship, and Spain.
PLACES = ("es", "fr", "mx", "mx-cmx", "ru", "us", "us-il")
WORDED = re.compile(r"(?!SELECT |DELETE )[A-Z«%][^\n<]* [^\n<]* [^\n<]*")
TRANSLATED = ("_", "gettext", "ngettext", "pgettext", "logger.", "models.", "Message(")


def sentences(root: Path) -> Iterator[tuple[str, str]]:
    """Yield every sentence as (file, message)."""
    for path in _files(root):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for text in _texts(tree):
            if WORDED.fullmatch(text) and re.search("[A-Za-z]{3} [a-z(%]", text):
                yield path.relative_to(root).as_posix(), text
    for code in PLACES:
        path = root / f"jurisdictions/packs/{code}.toml"
        for label in _labels(tomllib.loads(path.read_text(encoding="utf-8"))):
            yield path.relative_to(root).as_posix(), label


def _files(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        files = sorted((root / folder).rglob("*.py"))
        yield from (path for path in files if path.name not in OTHERS)
    yield from (root / f"foia/gateways/{name}.py" for name in ("clock", "imap"))
    for name in LAW:
        yield root / f"jurisdictions/{name}.py"


def _labels(part: object) -> Iterator[str]:
    """Yield what a law pack calls its steps and kinds of request."""
    if isinstance(part, dict):
        if isinstance(label := part.get("label"), str):
            yield label.replace("%", "%%")
        for inner in part.values():
            yield from _labels(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _labels(inner)


def _texts(node: ast.AST) -> Iterator[str]:
    """Yield the texts of a tree, without docstrings and what is marked for translation anyway."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Call) and ast.unparse(child.func).startswith(TRANSLATED):
            continue
        if isinstance(child, ast.JoinedStr):
            yield _message(child)
        elif isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value.replace("%", "%%")
        else:
            yield from _texts(child)


def _message(text: ast.JoinedStr) -> str:
    """Return an f-string as a message: what is filled in by the name of what it says."""
    said, taken = "", set()
    for part in text.values:
        if isinstance(part, ast.Constant):
            said += str(part.value).replace("%", "%%")
        elif isinstance(part, ast.FormattedValue):
            names = re.findall(r"[a-z_]+", ast.unparse(part.value))
            name = names[-1] if names else "value"
            while name in taken:
                name += "_"
            taken.add(name)
            said += f"%({name})s"
    return said
