"""Things done to a running server to see its promises hold: `python -m drills [NAME …]`."""
