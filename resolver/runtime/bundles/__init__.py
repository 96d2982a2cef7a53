"""Bundles as the rules of a server: from a file, from a folder of them, from a URL."""
