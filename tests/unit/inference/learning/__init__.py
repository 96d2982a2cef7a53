"""Tests of learning: what is recovered of a truth that is known."""
