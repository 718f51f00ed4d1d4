"""Serie: many refusals of one object become the one referral that French law asks for.

Waits for: a person. Writes: a folder outside the record; and, when a person says that the referral
was sent, docket `appealed` (step `cada`) of each request, so that each gets its own new clock.
"""

from foia.flow.serie.folder import write, zipped
from foia.flow.serie.gather import Gathered, gather
from foia.flow.serie.referred import referred

__all__ = ["Gathered", "gather", "referred", "write", "zipped"]
