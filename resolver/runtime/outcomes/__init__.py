"""What causes turned out to be, as callers report it, and where that is kept."""
