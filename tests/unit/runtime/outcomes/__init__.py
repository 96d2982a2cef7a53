"""Tests of reported outcomes and where they are kept."""
