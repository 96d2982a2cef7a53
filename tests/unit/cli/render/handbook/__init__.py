"""Tests of the pages of a handbook."""
