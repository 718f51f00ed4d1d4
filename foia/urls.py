"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from foia.web import webhooks

urlpatterns = [
    path("", include("foia.web.urls")),
    path("accounts/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("webhooks/<slug:service>/", webhooks.events, name="webhook"),
]
