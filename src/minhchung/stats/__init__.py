"""Case statistics: an append-only columnar store, exact counts, confidence limits. Plain Python, no Django."""
