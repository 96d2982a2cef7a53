"""Tests of what formats output."""
