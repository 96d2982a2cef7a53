"""What outcomes say of the rules, for a terminal, or for the page of whoever approves."""
