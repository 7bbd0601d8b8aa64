"""Figures drawn as accessible SVG, each with the same numbers as a table."""
