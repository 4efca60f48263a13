"""Model builders: a spec (frozen dataclass) in, a keras.Model out."""
