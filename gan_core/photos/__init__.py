"""The CycleGAN at work: photographs from outside, translations, their classifier and evaluator, the guard, figures."""
