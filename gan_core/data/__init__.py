"""Datasets: digits for the DCGAN, paired and unpaired photographs for Pix2Pix and the CycleGAN."""
