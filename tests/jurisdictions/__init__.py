"""Tests of the law library; they need neither Django nor a database."""
