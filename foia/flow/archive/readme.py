"""What a reader of a bag has to know, as plain text."""

from django.utils.translation import gettext as _

VERIFY = "bagit.py --validate FOLDER"
OWN_VERIFY = "manage.py verify_archive FOLDER"
STAMP_VERIFY = "openssl ts -verify -in timestamp.tsr -data manifest-sha256.txt -CAfile ROOT.pem"


def readme(title: str, *, is_public: bool, is_stamped: bool) -> str:
    """Return the README of a bag of this title."""
    parts = [title, _proof(), _public_messages() if is_public else _messages(), _timeline()]
    if not is_public:
        parts += [_lists(), _warning()]
    if is_stamped:
        parts.append(_stamp())
    return "\n\n".join(parts) + "\n"


def _proof() -> str:
    said = _(
        "This folder is a bag (BagIt, RFC 8493): every file in data/ is listed in"
        " manifest-sha256.txt with its SHA-256. To prove that nothing was changed, run one of"
        " these, or any other program that knows BagIt:"
    )
    return f"{said}\n\n    {VERIFY}\n    {OWN_VERIFY}"


def _messages() -> str:
    return _(
        "In messages/ each letter and mail has its folder: mail.eml is the mail as it was sent or"
        " came, byte for byte; text.txt is its text; the rest are its files. Numbers are those of"
        " the list of exhibits (exhibits.csv, timeline.pdf)."
    )


def _public_messages() -> str:
    return _(
        "In messages/ each letter and mail has its folder: text.txt is its text, the rest are clean"
        " copies of its files. Whoever asked is blacked out unless they chose to be named; what"
        " could not be checked is not here."
    )


def _timeline() -> str:
    return _(
        "docket.json is the history as it was recorded; timeline.pdf and timeline.json give each"
        " date that follows from it, the section it rests on and the days that were counted. What"
        " nobody has checked in the statute is marked."
    )


def _lists() -> str:
    return _(
        "withholding-log.csv lists what was withheld, with the exemption that was cited."
        " custody.json holds the links of the chain of custody that are about these files."
        " certification-draft is a draft for somebody who can swear to it; it is not signed."
    )


def _warning() -> str:
    return _("This bag names whoever asked. Do not pass it on to those who must not know.")


def _stamp() -> str:
    said = _(
        "timestamp.tsr is a time stamp (RFC 3161) of manifest-sha256.txt by a third party. With the"
        " authority's root certificate, prove it by:"
    )
    return f"{said}\n\n    {STAMP_VERIFY}"
