"""The one Django app."""

from django.apps import AppConfig


class FoiaConfig(AppConfig):
    name = "foia"
    verbose_name = "Open Shutter"
    default_auto_field = "django.db.models.BigAutoField"
