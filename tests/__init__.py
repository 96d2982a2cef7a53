"""Tests of the product, by what they promise."""
