"""Drop-in for the predecessor's `shared` module: the same names, and what it stores stays stored."""

__version__ = "1.0.0"
