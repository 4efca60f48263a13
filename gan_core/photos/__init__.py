"""The CycleGAN at work: photographs from outside, translations, their judge, the guard, figures."""
