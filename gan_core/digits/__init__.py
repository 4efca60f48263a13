"""The DCGAN at work: digits, latent vectors, directions, the digit judge, the nearest real digit."""
