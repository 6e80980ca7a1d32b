"""Unisono: lead a remote drum circle or a choir, and see how much it is together."""

__version__ = "0.1.0"
