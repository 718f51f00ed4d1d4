"""Copies for readers: made anew from an original, without what belongs to nobody else.

The original is never touched. Every copy is inspected again by who asked for it.
"""
