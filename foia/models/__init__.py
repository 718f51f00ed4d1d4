"""The tables: columns, constraints and querysets; no decisions."""

from foia.models.agency import Agency, AgencyClosure, Channel, Contact
from foia.models.agency_list import (
    AgencyImport,
    AgencyList,
    AgencyMerge,
    ImportProblem,
    ListedAgency,
)
from foia.models.archive import Blob, CustodyEntry, Verification
from foia.models.attachment import Attachment
from foia.models.calendar_feed import CalendarFeed
from foia.models.campaign import (
    Campaign,
    CampaignAct,
    CampaignBody,
    CampaignFile,
    Wave,
    WaveAct,
    WaveBody,
)
from foia.models.coding import Coding, Question, Settlement
from foia.models.delivery import Delivery, DeliveryReport, LineTrouble
from foia.models.desk import Assignment, DeskAct, Note, SavedView, Tag, Tagging, Visit
from foia.models.docket import Deadline, DocketEntry, HistoryIsAppendOnly
from foia.models.evidence import EvidenceBag
from foia.models.filing import FilingAct, Suggestion
from foia.models.finding import Finding, FindingEntry, FindingState
from foia.models.law import DatesMoved, LawChange, LawEdition
from foia.models.ledger import LedgerEntry
from foia.models.mailbox import Arrival, ArrivalFile, Mailbox, SandboxMail
from foia.models.message import Message
from foia.models.own_words import OwnWords
from foia.models.person import KeptDetails, User
from foia.models.publication import (
    Publication,
    PublicationAct,
    PublicCopy,
    RedactedCopy,
    Redaction,
)
from foia.models.reading import Reading
from foia.models.records_request import AgencyReference, RecordsRequest
from foia.models.reminder import Reminder
from foia.models.search import SearchEntry
from foia.models.system import (
    Certainty,
    System,
    SystemAnswer,
    SystemBody,
    SystemDocument,
    SystemFact,
    SystemVendor,
)
from foia.models.system_act import SystemAct
from foia.models.tally import Tally
from foia.models.team import Invitation, Membership, Team
from foia.models.text import Derivative, DocumentPage, DocumentText

__all__ = [
    "Agency",
    "AgencyClosure",
    "AgencyImport",
    "AgencyList",
    "AgencyMerge",
    "AgencyReference",
    "Arrival",
    "ArrivalFile",
    "Assignment",
    "Attachment",
    "Blob",
    "CalendarFeed",
    "Campaign",
    "CampaignAct",
    "CampaignBody",
    "CampaignFile",
    "Certainty",
    "Channel",
    "Coding",
    "Contact",
    "CustodyEntry",
    "DatesMoved",
    "Deadline",
    "Delivery",
    "DeliveryReport",
    "Derivative",
    "DeskAct",
    "DocketEntry",
    "DocumentPage",
    "DocumentText",
    "EvidenceBag",
    "FilingAct",
    "Finding",
    "FindingEntry",
    "FindingState",
    "HistoryIsAppendOnly",
    "ImportProblem",
    "Invitation",
    "KeptDetails",
    "LawChange",
    "LawEdition",
    "LedgerEntry",
    "LineTrouble",
    "ListedAgency",
    "Mailbox",
    "Membership",
    "Message",
    "Note",
    "OwnWords",
    "PublicCopy",
    "Publication",
    "PublicationAct",
    "Question",
    "Reading",
    "RecordsRequest",
    "RedactedCopy",
    "Redaction",
    "Reminder",
    "SandboxMail",
    "SavedView",
    "SearchEntry",
    "Settlement",
    "Suggestion",
    "System",
    "SystemAct",
    "SystemAnswer",
    "SystemBody",
    "SystemDocument",
    "SystemFact",
    "SystemVendor",
    "Tag",
    "Tagging",
    "Tally",
    "Team",
    "User",
    "Verification",
    "Visit",
    "Wave",
    "WaveAct",
    "WaveBody",
]
