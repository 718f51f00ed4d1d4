"""Plain words for lists of bodies and the tables they come from, ready to be translated."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "name": _("Name"),
    "other_names": _("Other names"),
    "place": _("Town or place"),
    "jurisdiction": _("State or country (its law)"),
    "kind": _("Type of body"),
    "records_office": _("Records office"),
    "email": _("E-mail address"),
    "portal": _("Address of its portal"),
    "post": _("Postal address"),
    "fax": _("Fax number"),
    "homepage": _("Website"),
    "source_id": _("Its number in this table"),
    "source_url": _("Where this is published"),
    "verified_on": _("Day of the last check"),
    "technology": _("Technology"),
    "vendors": _("Vendors"),
    "summary": _("What is known of the system"),
    "system_id": _("The system's number in this table"),
    "fact_url": _("Where the system is reported"),
}

COUNTS = {
    "rows": _("Rows in the table"),
    "new": _("New bodies"),
    "changed": _("Bodies that change"),
    "same": _("Bodies that stay as they are"),
    "refused": _("Rows left out"),
    "doubted": _("Rows taken with a doubt"),
    "skipped": _("Rows of this format that are no bodies"),
    "lookalikes": _("Possible duplicates"),
    "without_address": _("New bodies without an address"),
    "systems": _("New systems"),
}

COLUMNS = {
    **FIELDS,
    "jurisdiction_code": _("Law"),
}

CHANNELS = [
    ("", _("Any channel")),
    ("email", _("E-mail")),
    ("portal", _("Portal")),
    ("post", _("Post")),
    ("fax", _("Fax")),
    ("none", _("No address that works")),
]

VERIFIED = [
    ("", _("Whenever")),
    ("never", _("Never")),
    ("before", _("Not since the day below")),
]

ENCODINGS = [
    ("utf-8", "UTF-8"),
    ("utf-8-sig", _("UTF-8 with its mark")),
    ("utf-16", "UTF-16"),
    ("utf-16-le", "UTF-16 LE"),
    ("utf-16-be", "UTF-16 BE"),
    ("cp1252", _("Western (Windows-1252)")),
    ("iso-8859-15", _("Western (ISO 8859-15)")),
    ("cp1250", _("Central European (Windows-1250)")),
    ("iso-8859-2", _("Central European (ISO 8859-2)")),
    ("cp1251", _("Cyrillic (Windows-1251)")),
    ("cp1253", _("Greek (Windows-1253)")),
]

DELIMITERS = [
    (",", _("Comma")),
    (";", _("Semicolon")),
    ("tab", _("Tab")),
    ("|", _("Vertical line")),
]
