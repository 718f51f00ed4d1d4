"""Agencies: a team's bodies come from files, are listed, mended and merged.

Waits for: a person. Writes: AgencyImport, ImportProblem, Agency, Contact, AgencyList.
"""
