"""Addresses of evidence and publication: what readers see, what decides it, what proves it."""

from django.urls import path

from foia.web.views import public, publishing, redaction

urlpatterns = [
    path("public/requests/", public.requests, name="public_requests"),
    path("public/requests/<uuid:uuid>/", public.records_request, name="public_request"),
    path("public/files/<uuid:uuid>/", public.file, name="public_file"),
    path("requests/<uuid:uuid>/publish/", publishing.publishing, name="publishing"),
    path("campaigns/<uuid:uuid>/publish/", publishing.campaign, name="campaign_publishing"),
    path("copies/<uuid:uuid>/decide/", publishing.decide, name="copy_decide"),
    path("copies/<uuid:uuid>/file/", publishing.preview, name="copy_file"),
    path("files/<int:pk>/black-out/", redaction.redact, name="redact"),
    path("files/<int:pk>/black-out/<int:page>.jpg", redaction.picture, name="redact_page"),
]
