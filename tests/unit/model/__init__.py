"""Tests of resolver.model."""
