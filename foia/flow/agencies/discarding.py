"""A file that was uploaded by mistake goes away; its bytes stay in the log of what came."""

from django.db import transaction

from foia.flow.agencies.uploads import must_be_idle
from foia.models import AgencyImport


def discard(agency_import: AgencyImport) -> None:
    """Remove an upload that was not taken in. Raises ImportTrouble if it was, or is being."""
    with transaction.atomic():
        row = AgencyImport.objects.select_for_update().filter(pk=agency_import.pk).first()
        if row is not None:
            must_be_idle(row)
            row.delete()
