"""People: who signs in, who signs a letter, and how they want to be told."""

from typing import Any, ClassVar

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models.functions import Lower

from foia.models.sealed import SealedJSONField, SealedTextField


class UserManager(BaseUserManager["User"]):
    """Makes users known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. Their identity is the most sensitive data we hold.

    A closed account stays as a row without a name, since the archive names it (`closed_at`).
    """

    class Notices(models.TextChoices):
        AT_ONCE = "at_once", "At once"
        DAILY = "daily", "Once a day"
        WEEKLY = "weekly", "Once a week"
        NEVER = "never", "Not by mail"

    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    # How they want to be told of what is due; hours are those of their own time zone.
    notices = models.CharField(max_length=8, choices=Notices.choices, default=Notices.AT_ONCE)
    notices_hour = models.PositiveSmallIntegerField(default=8, help_text="Of a collected mail")
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True)
    muted = models.JSONField(default=list, blank=True, help_text="Occasions not to be mailed of")
    noticed_at = models.DateTimeField(null=True, blank=True, help_text="When a notice was written")

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.email


class KeptDetails(models.Model):
    """A person's address and details, kept because they asked for it, to fill forms with."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="kept_details")
    address = SealedTextField(blank=True)
    details = SealedJSONField(default=dict, blank=True, help_text="{detail: words}")
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "kept details"

    def __str__(self) -> str:
        return f"details of account {self.user_id}"
