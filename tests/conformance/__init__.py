"""The contract as every client sees it: one recorded corpus, replayed in several languages."""
