"""The stages from a context to a ranked answer. Pure: no input, no output, no clock."""
