"""Tests of resolver.runtime.workers."""
