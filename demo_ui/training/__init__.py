"""The Training room."""
