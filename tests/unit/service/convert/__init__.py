"""Tests of the way between wire and model."""
