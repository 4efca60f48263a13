"""Live training: a process that trains, and the service through which visitors steer and watch it."""
