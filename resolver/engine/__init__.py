"""Conditions and facts in, ids of matched rules out."""
