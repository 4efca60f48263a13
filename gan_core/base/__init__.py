"""What everything else stands on: errors, checks, settings, pictures, the latest-wins lock, background loading."""
