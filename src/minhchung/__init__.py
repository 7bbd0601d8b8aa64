"""Minh Chứng: the open e-ISO and reform-scoring system for Vietnamese state agencies."""

__version__ = "0.1.0"
