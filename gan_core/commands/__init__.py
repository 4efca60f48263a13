"""The commands of `python -m gan_core`, one a module. None imports a network library before it runs."""
