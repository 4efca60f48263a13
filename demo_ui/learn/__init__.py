"""The lesson, in chapters: each with a live part, and a door into the room that shows it."""
