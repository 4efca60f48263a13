"""GAN Theatre's headless half: everything that knows about GANs, nothing that knows about pages."""

__version__ = "0.1.0"
