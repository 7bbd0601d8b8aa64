"""Benchmarks: `make bench`. Ratios of medians within one run; nothing here is a test, no test is timed."""
