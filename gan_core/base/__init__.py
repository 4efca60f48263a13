"""Foundations: errors, validation, pictures, the latest-wins lock, background loading."""
