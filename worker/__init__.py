"""The wiring: which room runs when, in which process, with or without a broker."""
