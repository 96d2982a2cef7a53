"""Tests of what is made of a share of the live answers."""
