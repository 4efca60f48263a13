"""What is read from disk and checked before it is used: checkpoints and recorded runs."""
