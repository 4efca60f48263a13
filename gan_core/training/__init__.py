"""Training: steps, sessions and the records they leave."""
