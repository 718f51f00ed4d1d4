"""Files are shown to the virus scanner once; its word stands beside each of them."""

import logging
from datetime import datetime

from foia.gateways import blobs, scanner
from foia.models import DocumentText

logger = logging.getLogger(__name__)
Scan = DocumentText.Scan


def scan(*, now: datetime, limit: int) -> int:
    """Scan files that no scanner has seen; return how many. Raises ScannerError: all wait on."""
    waiting = DocumentText.objects.filter(scan=Scan.NONE).order_by("pk")
    keys = list(waiting.values_list("pk", "blob_id")[:limit])
    if not keys:
        return 0
    scanned_by = scanner.version()[:120]
    for pk, sha256 in keys:
        path = blobs.path_of(sha256)
        if not path.exists():
            logger.error("Stored bytes %s… are missing and cannot be scanned.", sha256[:12])
            continue
        verdict = scanner.scan(path)
        DocumentText.objects.filter(pk=pk).update(
            scan=_scan_of(verdict),
            scan_found=verdict.found[:200],
            scanned_by=scanned_by,
            scanned_at=now,
        )
    return len(keys)


def scan_again() -> int:
    """Have the files scanned anew, after new signatures; return how many wait.

    What was found infected stays so: it would be handed out while it waits.
    """
    return DocumentText.objects.exclude(scan__in=(Scan.NONE, Scan.INFECTED)).update(scan=Scan.NONE)


def _scan_of(verdict: scanner.Verdict) -> Scan:
    if verdict.is_clean is None:
        return Scan.TOO_LARGE
    return Scan.CLEAN if verdict.is_clean else Scan.INFECTED
