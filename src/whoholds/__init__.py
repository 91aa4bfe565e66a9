"""whoholds: who holds which place, since when, and according to whom."""

__version__ = "0.1.0"
