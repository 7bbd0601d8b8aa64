"""JSON: cases and figures pushed in, published results out."""
