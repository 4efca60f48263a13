"""Metrics, and what chance alone allows (confidence bands). No network library."""
