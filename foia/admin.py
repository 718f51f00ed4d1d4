"""The operator's back door: agencies and systems can be edited, history can only be read."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from foia.flow import agencies, law_changes
from foia.gateways import clock
from foia.models import (
    Agency,
    AgencyClosure,
    Arrival,
    Contact,
    CustodyEntry,
    DatesMoved,
    Deadline,
    Delivery,
    DocketEntry,
    Finding,
    LawChange,
    Message,
    Reading,
    RecordsRequest,
    System,
    SystemAnswer,
    SystemBody,
    SystemDocument,
    SystemFact,
    SystemVendor,
    User,
)


class ReadOnly(admin.ModelAdmin):
    """Shows rows and changes none: what happened is written by the rooms alone."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ContactInline(admin.TabularInline):
    model = Contact
    extra = 0


class ClosureInline(admin.TabularInline):
    model = AgencyClosure
    extra = 0


class BodyInline(admin.StackedInline):
    model = SystemBody
    extra = 0
    autocomplete_fields = ["agency"]


class FactInline(admin.TabularInline):
    model = SystemFact
    extra = 0


class VendorInline(admin.TabularInline):
    model = SystemVendor
    extra = 0


class DocumentInline(admin.TabularInline):
    model = SystemDocument
    extra = 0


class AnswerInline(admin.TabularInline):
    model = SystemAnswer
    extra = 0


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Accounts, known by their e-mail address."""

    ordering = ["email"]
    list_display = ["email", "full_name", "is_staff", "is_active", "joined_at"]
    search_fields = ["email", "full_name"]
    list_filter = ["is_staff", "is_active"]
    readonly_fields = ["joined_at", "last_login"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("Person", {"fields": ["full_name", "language", "time_zone"]}),
        ("May", {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        ("When", {"fields": ["joined_at", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "password1", "password2"]})]


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin):
    """Public bodies with their addresses and closed days."""

    list_display = ["name", "place", "jurisdiction_code", "verified_on", "is_sample"]
    list_filter = ["jurisdiction_code", "is_sample"]
    search_fields = ["name", "other_names", "place"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [ContactInline, ClosureInline]
    actions = ["share"]

    @admin.action(description="Give to everybody, with their addresses")
    def share(self, request: HttpRequest, queryset: Any) -> None:
        """Have bodies that a team took in be everybody's, after staff looked at each."""
        number = agencies.share(queryset)
        self.message_user(request, f"{number} of {queryset.count()} are everybody's now.")

    def save_model(self, request: HttpRequest, obj: Agency, form: Any, change: bool) -> None:
        """Have the body's requests counted anew when it turns out to follow another law."""
        super().save_model(request, obj, form, change)
        if change and {"calendar", "jurisdiction_code"} & set(form.changed_data):
            law_changes.of_body(
                agency=obj,
                why=f"{obj.name} follows another law or calendar than was on file.",
                now=clock.now(),
            )

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Have the requests counted anew that look at closed days which came, went or moved."""
        super().save_formset(request, form, formset, change)
        if formset.model is not AgencyClosure:
            return
        for changed in (each for each in formset.forms if each.has_changed()):
            days = [each for each in (changed.initial, changed.cleaned_data) if each.get("last_on")]
            law_changes.of_body(
                agency=formset.instance,
                why=f"The closed days of {formset.instance.name} changed: {changed.instance}.",
                spans=[(each["first_on"], each["last_on"]) for each in days],
                now=clock.now(),
            )


@admin.register(System)
class SystemAdmin(admin.ModelAdmin):
    """Dossiers of systems: bodies by role, facts by source."""

    list_display = ["name", "place", "technology", "vendor_names", "status", "is_sample"]
    list_filter = ["technology", "status", "is_sample"]
    search_fields = ["name", "place", "vendors__name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [VendorInline, BodyInline, FactInline, DocumentInline, AnswerInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the systems with the names of their vendors."""
        return super().get_queryset(request).prefetch_related("vendors")


@admin.register(RecordsRequest)
class RecordsRequestAdmin(ReadOnly):
    """Requests: to look up, never to edit."""

    list_display = ["reference", "title", "stage", "next_due_on", "is_sandbox", "created_at"]
    list_filter = ["stage", "jurisdiction_code", "is_sandbox"]
    search_fields = ["reference", "title"]
    exclude = ("identity", "signed_address")  # sealed: for the person and the letter alone


@admin.register(DocketEntry)
class DocketEntryAdmin(ReadOnly):
    """History as recorded."""

    list_display = ["request", "seq", "kind", "at", "recorded_by", "recorded_at"]
    list_select_related = ["request", "recorded_by"]
    search_fields = ["request__reference"]


@admin.register(Deadline)
class DeadlineAdmin(ReadOnly):
    """Dates as counted."""

    list_display = ["request", "label", "due_on", "state", "cite", "is_verified"]
    list_select_related = ["request"]
    list_filter = ["state", "binds", "is_verified"]


@admin.register(CustodyEntry)
class CustodyEntryAdmin(ReadOnly):
    """The chain of what was done to stored bytes."""

    list_display = ["seq", "at", "act", "subject", "digest"]


@admin.register(Message)
class MessageAdmin(ReadOnly):
    """Correspondence."""

    list_display = ["subject", "direction", "kind", "state", "filing", "at"]
    list_filter = ["direction", "kind", "state", "filing"]
    search_fields = ["message_id", "subject"]


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    """Hand-overs to the mail service."""

    list_display = ["message", "attempt", "state", "not_before_at", "answer"]
    list_select_related = ["message"]
    list_filter = ["state", "is_sandbox"]


@admin.register(Arrival)
class ArrivalAdmin(ReadOnly):
    """Mail as it came through a door."""

    list_display = ["arrived_at", "door", "envelope_from", "state", "trouble"]
    list_filter = ["state", "door"]


@admin.register(Reading)
class ReadingAdmin(ReadOnly):
    """What messages seem to say."""

    list_display = ["message", "kind", "confidence", "state"]
    list_select_related = ["message"]
    list_filter = ["state", "kind"]


@admin.register(Finding)
class FindingAdmin(ReadOnly):
    """What was learnt."""

    list_display = ["request", "category", "state", "found_at"]
    list_select_related = ["request"]
    list_filter = ["state", "category"]


@admin.register(LawChange)
class LawChangeAdmin(ReadOnly):
    """What moved days, and how many requests it moved."""

    list_display = ["__str__", "created_at", "refolded", "moved", "finished_at"]


@admin.register(DatesMoved)
class DatesMovedAdmin(ReadOnly):
    """Dates that a change moved."""

    list_display = ["request", "change", "at"]
    list_select_related = ["request", "change"]
