"""YAML text in, rulebook and diagnostics out."""

from resolver.rulefile.contexts import ContextReading, read_context
from resolver.rulefile.loader import LoadResult, load_files, load_rulebook

__all__ = ["ContextReading", "LoadResult", "load_files", "load_rulebook", "read_context"]
