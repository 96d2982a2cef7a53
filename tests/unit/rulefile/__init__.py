"""Tests of reading, checking and building rule files."""
