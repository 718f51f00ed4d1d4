"""Every address of the screens."""

from django.urls import path, re_path
from django.urls.converters import UUIDConverter

from foia.web.views import (
    dates,
    files,
    follow_ups,
    front,
    gallery,
    home,
    laws,
    letters,
    requests,
    sandbox,
    serie,
    triage,
    wizard,
)

urlpatterns = [
    path("", front.front, name="front"),
    path("home/", home.home, name="home"),
    path("ask/", wizard.where, name="ask_where"),
    path("ask/what/", wizard.what, name="ask_what"),
    path("ask/records/", wizard.ask, name="ask_records"),
    path("ask/sign/", wizard.sign, name="ask_sign"),
    path("letters/gallery/", gallery.gallery, name="letters_gallery"),
    re_path(
        r"^letters/gallery/(?P<name>letter\.(?:txt|docx|pdf))$",
        gallery.gallery_file,
        name="letters_gallery_file",
    ),
    path("letters/<uuid:uuid>/", letters.letter, name="letter"),
    path("letters/<uuid:uuid>/edit/", letters.edit, name="letter_edit"),
    path("letters/<uuid:uuid>/approve/", letters.approve, name="letter_approve"),
    path("letters/<uuid:uuid>/discard/", follow_ups.discard, name="letter_discard"),
    path("letters/<uuid:uuid>/filed/", letters.filed, name="letter_filed"),
    re_path(
        rf"^letters/(?P<uuid>{UUIDConverter.regex})/(?P<name>letter\.(?:txt|docx|pdf))$",
        letters.download,
        name="letter_file",
    ),
    path("requests/<uuid:uuid>/", requests.records_request, name="records_request"),
    path("requests/<uuid:uuid>/letters/", follow_ups.write, name="letter_write"),
    path("deliveries/<int:pk>/settle/", requests.settle, name="delivery_settle"),
    path("readings/<int:pk>/decide/", requests.decide, name="reading_decide"),
    path("files/<int:pk>/", files.attachment, name="attachment"),
    path("serie/", serie.serie, name="serie"),
    path("serie/folder/", serie.folder, name="serie_folder"),
    path("serie/referred/", serie.referred, name="serie_referred"),
    path("sandbox/", sandbox.mailbox, name="sandbox"),
    path("sandbox/<int:pk>/", sandbox.mail, name="sandbox_mail"),
    path("sandbox/<int:pk>/answer/", sandbox.answer, name="sandbox_answer"),
    path("triage/", triage.triage, name="triage"),
    path("triage/<uuid:uuid>/file/", triage.file, name="triage_file"),
    path("law/", laws.laws, name="laws"),
    path("law/<slug:code>/", laws.law, name="law"),
    path("law/<slug:code>/dates/", dates.dates, name="law_dates"),
    path("law/<slug:code>/dates.ics", dates.dates_file, name="law_dates_file"),
]
