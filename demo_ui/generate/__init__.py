"""The Generate room."""
