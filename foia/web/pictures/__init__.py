"""Pictures drawn on the server: a timeline and months of counted days, as plain values."""
