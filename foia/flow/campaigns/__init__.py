"""Campaigns: one ask becomes many letters, approved and put in line by waves.

Waits for: a person; `Wave` rows to be prepared or put in line. Writes: Campaign, CampaignAct,
Wave, RecordsRequest, Message (draft, then approved), Delivery.
"""

from foia.flow.campaigns.afterwards import close, follow_up_wave
from foia.flow.campaigns.approvers import made_lone
from foia.flow.campaigns.forecast import Forecast, forecast
from foia.flow.campaigns.held import CampaignError
from foia.flow.campaigns.planning import (
    add_bodies,
    attach,
    change,
    detach,
    remove_bodies,
    set_fields,
    start,
)
from foia.flow.campaigns.progress import Progress, progress
from foia.flow.campaigns.releasing import approve, second
from foia.flow.campaigns.renewing import arrived, renew
from foia.flow.campaigns.running import run
from foia.flow.campaigns.steering import change_pace, pause, resume, stop
from foia.flow.campaigns.waves import new_wave, pilot_of, without_letter

__all__ = [
    "CampaignError",
    "Forecast",
    "Progress",
    "add_bodies",
    "approve",
    "arrived",
    "attach",
    "change",
    "change_pace",
    "close",
    "detach",
    "follow_up_wave",
    "forecast",
    "made_lone",
    "new_wave",
    "pause",
    "pilot_of",
    "progress",
    "remove_bodies",
    "renew",
    "resume",
    "run",
    "second",
    "set_fields",
    "start",
    "stop",
    "without_letter",
]
