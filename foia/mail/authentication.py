"""What a mail server that we trust says of a mail's sender (RFC 8601): SPF, DKIM and DMARC.

Anybody can write such a header into a mail. Only those with the name of the trusted server count,
and of those only the topmost, with what stands beside them: what lies below the trace of an
earlier server (`Received`) came with the mail.
"""

import re
from collections.abc import Mapping

METHODS = ("dmarc", "dkim", "spf")
_RESULT = re.compile(r"\s*(dmarc|dkim|spf)\s*=\s*([a-z]{1,20})", re.IGNORECASE)
_HEADER_FROM = re.compile(r"\bheader\.from\s*=\s*(\S+)", re.IGNORECASE)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"?')
_PLAIN = re.compile(r"[\w.@-]+")
_COMMENT = re.compile(r"\([^()]*\)")
_DEEPEST = 5  # comments within comments


def verdicts(headers: str, trusted: str, sender: str = "") -> dict[str, str]:
    """Return method → result ("pass", "fail", "none", …), {} where the trusted server says nothing.

    `headers` are the values of Authentication-Results, topmost first, one a line, an empty line
    where another server's trace lies between; `trusted` is the server's name as it writes it
    there, `sender` the address in From. Of several DKIM signatures one that passes is enough.
    """
    found: dict[str, str] = {}
    is_heard = False
    for line in headers.split("\n") if trusted else []:
        if not line and is_heard:
            break
        name, _, results = _bare(line).partition(";")
        if (name.lower().split() or [""])[0] != trusted.lower():
            continue
        is_heard = True
        for method, result in _best(results, sender.rpartition("@")[2]).items():
            found.setdefault(method, result)
    return found


def is_vouched(said: Mapping[str, str]) -> bool:
    """Say whether the address in From is the sender's own: DMARC binds it to what was checked."""
    return said.get("dmarc") == "pass"


def is_refuted(said: Mapping[str, str]) -> bool:
    """Say whether the trusted server found that somebody else wrote it."""
    return said.get("dmarc") == "fail"


def _bare(line: str) -> str:
    """The header without comments, and without what a sender could hide in quotes."""
    bare = _QUOTED.sub(lambda said: said[1] if _PLAIN.fullmatch(said[1]) else "_", line)
    for _ in range(_DEEPEST):
        bare = _COMMENT.sub(" ", bare)
    return bare


def _best(results: str, domain: str) -> dict[str, str]:
    """The results of one header, each method once; DMARC only of the domain that the mail names."""
    found: dict[str, str] = {}
    for said in results.split(";"):
        told, checked = _RESULT.match(said), _HEADER_FROM.search(said)
        if told is None:
            continue
        method, result = told[1].lower(), told[2].lower()
        is_other = checked and domain and checked[1].rpartition("@")[2].lower() != domain.lower()
        if found.get(method) != "pass" and not (method == "dmarc" and is_other):
            found[method] = result
    return found
