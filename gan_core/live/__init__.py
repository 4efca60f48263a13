"""Live training: a process that trains, and a stage from which visitors watch it."""
