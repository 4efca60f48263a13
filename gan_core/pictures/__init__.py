"""Pictures whose bytes are anybody's: what is taken, and how their pixels are had."""
