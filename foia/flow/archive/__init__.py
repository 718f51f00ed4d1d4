"""Archive: proves that what is kept is what arrived, and writes it out for others to prove.

Waits for: a person; EvidenceBag that somebody asked for; the night. Writes: folders and zip files
outside the record (BagIt, RFC 8493), EvidenceBag, Verification; notices to staff (mail).
"""

from foia.flow.archive.backup import Backed, backup, restore
from foia.flow.archive.bags import ask_for_bag, drop_bag, file_of_bag
from foia.flow.archive.bags import run as run_bags
from foia.flow.archive.errors import ArchiveError
from foia.flow.archive.nightly import run as run_verification
from foia.flow.archive.verifying import verify_folder, verify_store
from foia.flow.archive.writing import write, write_campaign

__all__ = [
    "ArchiveError",
    "Backed",
    "ask_for_bag",
    "backup",
    "drop_bag",
    "file_of_bag",
    "restore",
    "run_bags",
    "run_verification",
    "verify_folder",
    "verify_store",
    "write",
    "write_campaign",
]
