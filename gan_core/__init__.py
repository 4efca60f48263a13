"""GAN Theatre's headless half: everything that knows about GANs, nothing that knows about pages."""

__version__ = "1.0.0"
