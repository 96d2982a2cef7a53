"""A rulebook as one archive that can be checked: built, signed, verified, opened."""
