"""You against the discriminator: rounds of pictures, what the answers say, and the file that keeps them."""
