"""Who may call: credentials, the callers they stand for, and what these may do."""
