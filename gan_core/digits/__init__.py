"""DCGAN inference: digits, latent vectors, directions, the digit classifier, the nearest real digit."""
