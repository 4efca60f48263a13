"""Where images come from: digits for the DCGAN, two folders of photographs for the CycleGAN."""
