"""Untrusted images: which are accepted, and how they are decoded."""
