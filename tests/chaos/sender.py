"""A worker that does nothing but let the outbox work, until it is killed."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")
django.setup()

import logging  # noqa: E402  (Django must be set up first)
from time import sleep  # noqa: E402

from django.db import close_old_connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from foia import rows  # noqa: E402
from foia.flow import outbox  # noqa: E402

logging.disable(logging.ERROR)
while True:
    close_old_connections()
    try:
        outbox.run(now=timezone.now())
    except rows.AWAY:
        sleep(0.2)
    sleep(0.1)
