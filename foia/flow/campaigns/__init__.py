"""Campaigns: one ask becomes many letters, approved and put in line by waves.

Waits for: a person; `Wave` rows to be prepared or put in line. Writes: Campaign, Wave,
RecordsRequest, Message (draft, then approved), Delivery.
"""
