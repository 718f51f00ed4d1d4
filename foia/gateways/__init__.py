"""Doors: everything that is outside the process stands behind one of these modules."""
