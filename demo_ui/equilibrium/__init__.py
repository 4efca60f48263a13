"""The Equilibrium room."""
