"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from foia.web import languages, webhook_mail, webhooks

urlpatterns = [
    path("", include("foia.web.urls")),
    path("accounts/", include("allauth.urls")),
    path("language/", languages.choose, name="set_language"),
    path("admin/", admin.site.urls),
    path("webhooks/<slug:service>/", webhooks.events, name="webhook"),
    path("webhooks/<slug:service>/inbound/", webhook_mail.mail, name="webhook_mail"),
]
