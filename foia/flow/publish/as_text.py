"""Files that go to readers as their text only: what a person chooses where a file hides things."""

from datetime import datetime

from foia.flow.publish.redacting import keep_copy
from foia.gateways.cleaned import jobs
from foia.gateways.cleaned.for_readers import CHECKS
from foia.models import Attachment, RedactedCopy, User

TOOL = f"open-shutter text {CHECKS}: what the file shows, without what it hides"


def show_as_text(*, attachment: Attachment, by: User, now: datetime) -> RedactedCopy:
    """Have readers get what an office file or a mail shows, as text made anew from it.

    Words that somebody put in or took out are left out and marked. The copy passes the same gate
    as every other. Raises UnreadableError where nobody can tell what the file shows.
    """
    said = jobs.text_of(attachment.blob_id, attachment.content_type, attachment.name)
    return keep_copy(attachment, said.encode(), applied=[], proof=said, tool=TOOL, by=by, now=now)
