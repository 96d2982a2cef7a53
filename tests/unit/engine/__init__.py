"""Tests of the engines: conditions and facts in, ids of matched rules out."""
