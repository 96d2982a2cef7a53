"""Tests of what is counted in a decision log."""
