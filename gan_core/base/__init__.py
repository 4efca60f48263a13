"""What everything else stands on: errors, checks, settings, pictures, turns, loading in the background."""
