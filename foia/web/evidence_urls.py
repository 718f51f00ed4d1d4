"""Addresses of evidence and publication: what readers see, what decides it, what proves it."""

from django.urls import path

from foia.web.views import evidence, public, publishing, redaction

urlpatterns = [
    path("public/requests/", public.requests, name="public_requests"),
    path("public/requests/<uuid:uuid>/", public.records_request, name="public_request"),
    path("public/files/<uuid:uuid>/", public.file, name="public_file"),
    path("requests/<uuid:uuid>/publish/", publishing.publishing, name="publishing"),
    path("campaigns/<uuid:uuid>/publish/", publishing.campaign, name="campaign_publishing"),
    path("copies/<uuid:uuid>/decide/", publishing.decide, name="copy_decide"),
    path("copies/<uuid:uuid>/file/", publishing.preview, name="copy_file"),
    path("requests/<uuid:uuid>/evidence/", evidence.of_request, name="request_bags"),
    path("campaigns/<uuid:uuid>/evidence/", evidence.of_campaign, name="campaign_bags"),
    path("evidence/<uuid:uuid>.zip", evidence.fetch, name="bag"),
    path("evidence/<uuid:uuid>/delete/", evidence.drop, name="bag_drop"),
    path("archive/", evidence.proofs, name="archive_proofs"),
    path("files/<int:pk>/black-out/", redaction.redact, name="redact"),
    path("files/<int:pk>/black-out/<int:page>.jpg", redaction.picture, name="redact_page"),
]
