"""The decision log: every answer with what it rests on, masked, in files that show any change."""
