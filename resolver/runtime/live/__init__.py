"""What is made of a share of the live answers, after they were sent."""
