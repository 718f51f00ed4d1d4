"""The e-mails that tell a requester what happened or is due in their own request."""

from datetime import date

from foia.letters.dates import long_date
from foia.letters.text import wrapped
from foia.letters.wording import FALLBACK, languages, template


def notice(kind: str, language: str, **fields: str | date) -> tuple[str, str]:
    """Return subject and text of a notice, such as `due_soon`, in `language` or else in English.

    `fields` are what the template names (see `wording.NOTICE_FIELDS`); dates are put into words.
    Raises TemplateError for an unknown kind, or for a field without a value.
    """
    written_in = language if language in languages() else FALLBACK
    words = template(f"{written_in}/notices/{kind}").sections
    values = {
        name: long_date(value, written_in) if isinstance(value, date) else str(value)
        for name, value in fields.items()
    }
    subject = " ".join(text.fill(values) for text in words["subject"])
    paragraphs = (wrapped(text.fill(values)) for text in words["text"])
    return " ".join(subject.split()), "\n\n".join(paragraphs) + "\n"
