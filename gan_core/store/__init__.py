"""Checkpoints and recorded runs: read from disk and verified before they are used."""
