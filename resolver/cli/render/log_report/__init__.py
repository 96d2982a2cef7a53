"""What a decision log tells a team, as tables: for a page, a terminal and spreadsheets."""
