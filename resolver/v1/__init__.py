"""Generated from `proto/resolver/v1/` by `make proto`; never edited by hand."""
