"""What outcomes teach: other priors and strengths, proposed to a person and never taken over."""
