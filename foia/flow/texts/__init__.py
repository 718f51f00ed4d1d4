"""Texts: what files say is read out of them, their pages are pictured, their bytes scanned.

Waits for: attachments nobody has looked at; `DocumentText` to be read, pictured or scanned.
Writes: `DocumentText`, `DocumentPage`, `Derivative` and the blobs it tells of; asks the search
to look again at the messages that carry a file which has been read.
"""

from foia.flow.texts.picturing import TextsError, ask_for_pictures
from foia.flow.texts.running import run, run_scans, try_again
from foia.flow.texts.scanning import scan_again

__all__ = ["TextsError", "ask_for_pictures", "run", "run_scans", "scan_again", "try_again"]
