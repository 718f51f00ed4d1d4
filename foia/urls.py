"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from foia.web import languages, second_factor, webhook_mail, webhooks

# Staff sign in where everybody does: with the limits on guessing, and with their second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("foia.web.urls")),
    path("accounts/reauthenticate/", second_factor.reauthenticate),
    path("accounts/", include("allauth.urls")),
    path("language/", languages.choose, name="set_language"),
    path("admin/", admin.site.urls),
    path("webhooks/<slug:service>/", webhooks.events, name="webhook"),
    path("webhooks/<slug:service>/inbound/", webhook_mail.mail, name="webhook_mail"),
]
