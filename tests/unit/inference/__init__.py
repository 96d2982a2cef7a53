"""Tests of the stages from a context to a ranked answer."""
