"""Recipes as data: architectures and hyperparameters."""
