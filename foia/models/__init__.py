"""The tables: columns, constraints and querysets; no decisions."""

from foia.models.agency import Agency, AgencyClosure, Channel, Contact
from foia.models.archive import Blob, CustodyEntry
from foia.models.delivery import Delivery
from foia.models.docket import Deadline, DocketEntry, HistoryIsAppendOnly
from foia.models.finding import Finding
from foia.models.law import DatesMoved, LawChange, LawEdition
from foia.models.mailbox import Arrival, SandboxMail
from foia.models.message import Attachment, Message, Reading
from foia.models.own_words import OwnWords
from foia.models.person import User
from foia.models.records_request import AgencyReference, RecordsRequest
from foia.models.reminder import Reminder
from foia.models.system import Certainty, System, SystemBody, SystemFact

__all__ = [
    "Agency",
    "AgencyClosure",
    "AgencyReference",
    "Arrival",
    "Attachment",
    "Blob",
    "Certainty",
    "Channel",
    "Contact",
    "CustodyEntry",
    "DatesMoved",
    "Deadline",
    "Delivery",
    "DocketEntry",
    "Finding",
    "HistoryIsAppendOnly",
    "LawChange",
    "LawEdition",
    "Message",
    "OwnWords",
    "Reading",
    "RecordsRequest",
    "Reminder",
    "SandboxMail",
    "System",
    "SystemBody",
    "SystemFact",
    "User",
]
