"""Recipes as data: what the networks look like and how they are trained."""
