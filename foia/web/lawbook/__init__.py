"""The law on the screen: the list of places, one place's page, and its deadline calculator."""
