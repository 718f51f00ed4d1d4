"""Reports: what became of a letter after it was handed over, as mail services and servers say.

Waits for: `DeliveryReport` rows. Writes: Delivery.fate, Contact, docket entries that are void.
"""
