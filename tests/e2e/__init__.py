"""Tests of a real server on a free port."""
