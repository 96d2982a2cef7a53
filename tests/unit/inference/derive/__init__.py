"""Tests of what is derived from a context, by subject."""
