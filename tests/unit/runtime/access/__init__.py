"""Tests of credentials and the callers they stand for."""
