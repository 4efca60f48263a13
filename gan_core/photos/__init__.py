"""CycleGAN and Pix2Pix inference: photographs, translations, the classifier and evaluator, the guard, metrics."""
