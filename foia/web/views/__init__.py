"""Views: load, one call, answer. Only here does the present moment enter."""
