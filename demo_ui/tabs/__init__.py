"""The rooms of the theatre, one file each; `build(services)` fills the room it is called in."""
