"""Wire to model and back; no checks and no decisions."""
