"""Outlines of countries and of the states of the USA, with where they come from in each file."""
