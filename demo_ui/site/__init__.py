"""The static edition: the rooms in a folder that any web server can serve, with nothing behind it."""
