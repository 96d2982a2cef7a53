"""Tests of what callers rely on: the contract and its errors."""
