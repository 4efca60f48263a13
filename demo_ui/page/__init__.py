"""What all rooms share: theme, languages, launch, and the parts that every browser side is made of."""
