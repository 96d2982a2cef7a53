"""Frozen values and their meaning; no input or output."""
