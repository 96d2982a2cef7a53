"""What a decision log and outcomes say of a span of time, counted in one pass."""
