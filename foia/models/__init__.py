"""The tables: columns, constraints and querysets; no decisions."""

from foia.models.agency import Agency, AgencyClosure, Channel, Contact
from foia.models.agency_list import (
    AgencyImport,
    AgencyList,
    AgencyMerge,
    ImportProblem,
    ListedAgency,
)
from foia.models.archive import Blob, CustodyEntry
from foia.models.campaign import (
    Campaign,
    CampaignBody,
    CampaignFile,
    Wave,
    WaveAct,
    WaveBody,
)
from foia.models.delivery import Delivery, DeliveryReport, LineTrouble
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
from foia.models.team import Invitation, Membership, Team

__all__ = [
    "Agency",
    "AgencyClosure",
    "AgencyImport",
    "AgencyList",
    "AgencyMerge",
    "AgencyReference",
    "Arrival",
    "Attachment",
    "Blob",
    "Campaign",
    "CampaignBody",
    "CampaignFile",
    "Certainty",
    "Channel",
    "Contact",
    "CustodyEntry",
    "DatesMoved",
    "Deadline",
    "Delivery",
    "DeliveryReport",
    "DocketEntry",
    "Finding",
    "HistoryIsAppendOnly",
    "ImportProblem",
    "Invitation",
    "LawChange",
    "LawEdition",
    "LineTrouble",
    "ListedAgency",
    "Membership",
    "Message",
    "OwnWords",
    "Reading",
    "RecordsRequest",
    "Reminder",
    "SandboxMail",
    "System",
    "SystemBody",
    "SystemFact",
    "Team",
    "User",
    "Wave",
    "WaveAct",
    "WaveBody",
]
