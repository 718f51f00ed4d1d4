"""Plain words for the codes of campaigns and teams, ready to be translated."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WAVE_STATES = {
    "planned": _("Being planned"),
    "preparing": _("The letters are being written"),
    "ready": _("Written, waiting for approval"),
    "releasing": _("Approved, being put in line"),
    "sending": _("Being sent"),
    "paused": _("Paused"),
    "stopped": _("Stopped"),
    "done": _("Done: nothing more leaves by itself"),
}

WAVE_ACTS = {
    "made": _("Made"),
    "prepared": _("The letters were written"),
    "empty": _("No letter could be written: every body was held back"),
    "approved": _("Approved"),
    "seconded": _("Approved by a second person"),
    "in line": _("Put in line"),
    "paused": _("Paused"),
    "resumed": _("Resumed"),
    "stopped": _("Stopped"),
    "pace": _("The pace was changed"),
    "renewed": _("Written anew"),
    "done": _("Done"),
}

CAMPAIGN_ACTS = {
    "two persons": _("From then on two persons had to approve each wave"),
    "one person": _("From then on one person was enough to approve a wave"),
}

TEAM_ROLES = {
    "owner": _("Owner"),
    "organizer": _("Organizer"),
    "responder": _("Responder"),
    "viewer": _("Viewer"),
}

FINDING_LETTERS = {
    "published": pgettext_lazy("one letter for: published", "P"),
    "obtained": pgettext_lazy("one letter for: obtained", "O"),
    "confirmed_absent": pgettext_lazy("one letter for: they say it does not exist", "N"),
    "withheld": pgettext_lazy("one letter for: withheld", "W"),
    "partly": pgettext_lazy("one letter for: partly obtained", "I"),
    "silent": pgettext_lazy("one letter for: silent past the deadline", "S"),
    "pending": "·",
}
