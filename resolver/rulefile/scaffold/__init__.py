"""The start of something new in a rules folder: what to ask for, and what to write where."""
