"""The Play room."""
