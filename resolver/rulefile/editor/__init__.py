"""JSON Schemas for editors: every kind of rule file, with the names and meanings of one book."""
