"""Plain words for what the packs keep as codes, ready to be translated."""

from django.utils.translation import gettext_lazy as _

#: What silence means, in one or two words beside a place's name.
SILENCE_SHORT = {
    "refusal": _("a refusal"),
    "grant": _("a yes"),
    "exhaustion": _("court is open"),
    "violation": _("a breach"),
    "none": _("nothing by itself"),
}
SILENCE = {
    "refusal": _("Silence counts as a refusal."),
    "grant": _("Silence counts as a yes."),
    "exhaustion": _("After silence no appeal inside the body is needed: the courts are open."),
    "violation": _("Silence breaks the law, and decides nothing."),
    "none": _("Silence by itself decides nothing."),
}
PROTECTS = {
    "law_enforcement": _("Police work and prosecution"),
    "security": _("Security"),
    "personal_data": _("Personal data"),
    "trade_secrets": _("Trade secrets"),
    "deliberation": _("Inner deliberation"),
    "other": _("Other grounds"),
}
ROLLS = {
    "forward": _("A last day on a closed day moves to the next open day."),
    "forward_sunday_or_holiday": _("A last day on a Sunday or holiday moves to the next open day."),
    "forward_full_day": _("A last day on a closed or short day moves to the next full open day."),
    "backward": _("A last day on a closed day moves back to the last open day before it."),
}
#: What starts a clock. `due:` and `silence:` are said with the label of the term they name.
STARTS = {
    "received": _("when they receive the request"),
    "sent": _("when the request is sent"),
    "registered": _("when they register the request"),
    "acknowledged": _("when they confirm receipt"),
    "routed": _("when it reaches the office that holds the records"),
    "extended": _("when they say that it takes longer"),
    "answered": _("when they answer"),
    "refused": _("when they refuse, in whole or in part"),
    "denied": _("when they refuse"),
    "determined": _("when they decide to give the records"),
    "released": _("when they hand over the records"),
    "partially_released": _("when they hand over part of the records"),
    "no_records": _("when they say they hold nothing"),
    "transferred": _("when they pass the request on"),
    "tolled": _("when they stop the clock"),
    "resumed": _("when the clock runs again"),
    "clarification_requested": _("when they ask for details"),
    "clarified": _("when they receive your details"),
    "fee_demanded": _("when they ask for money"),
    "fee_paid": _("when they receive the money"),
    "appealed": _("when the appeal is lodged"),
    "appeal_acknowledged": _("when receipt of the appeal is confirmed"),
    "appeal_registered": _("when the appeal is registered"),
    "appeal_extended": _("when the appeal body says that it takes longer"),
    "appeal_opinion": _("when the appeal body gives its opinion"),
    "appeal_decided": _("when the appeal is decided"),
    "appeal_refused": _("when the appeal is refused"),
    "court_filed": _("when the matter goes to court"),
}
#: What an event does to a clock: once it has begun, and once it has ended.
STOPS = {
    "stop": (_("stops"), _("and runs on")),
    "restart": (_("stops"), _("and begins anew")),
    "add": (_("gets longer"), _("until")),
}
#: What the provisions that letters quote are about, in the order in which a page tells them.
CLAUSES = {
    "right": _("The right"),
    "who": _("Who may ask"),
    "identity": _("Saying who you are"),
    "format": _("In which form"),
    "fees": _("Fees"),
    "fee_waiver": _("When it is free"),
    "commercial": _("Commercial use"),
    "response": _("The answer"),
    "extension": _("Taking longer"),
    "denial_contents": _("What a refusal must say"),
    "segregability": _("Giving a part"),
    "transfer": _("Passing it on"),
    "silence": _("Silence"),
    "appeal": _("Appeal"),
}
#: How the forms name a channel by which a request went.
BY_CHANNEL = {
    "email": _("e-mail"),
    "portal": _("their portal"),
    "post": _("post"),
    "fax": _("fax"),
    "in_person": _("in person"),
}
#: Why a term has no number, in two words.
SHORT_UNNUMBERED = {
    "promptly": _("promptly, no number"),
    "no_limit": _("without limit"),
    "unread": _("not read yet"),
}
#: The clocks by name, for a sentence that has no room for what the law calls them.
TERMS = {
    "acknowledgment": _("confirming receipt"),
    "response": _("the answer"),
    "production": _("handing over the records"),
    "registration": _("entering it in the register"),
    "routing": _("bringing it to the right office"),
    "transfer": _("passing it on"),
    "clarification": _("your details"),
    "clarification_request": _("asking you for details"),
    "appeal": _("the appeal"),
    "second_appeal": _("the next appeal"),
    "appeal_acknowledgment": _("confirming the appeal"),
    "appeal_opinion": _("the opinion"),
    "appeal_decision": _("the decision on the appeal"),
    "court": _("going to court"),
    "*": _("every clock"),
}
