"""The rulebook as pages for reviewers and auditors."""
