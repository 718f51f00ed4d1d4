"""The rooms a request passes through, in this order; none knows another.

compose → outbox → inbound → match → read → deadlines → reminders → archive
"""
