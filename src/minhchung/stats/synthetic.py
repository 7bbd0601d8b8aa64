"""Cases made for samples, tests and measurements: to match published figures, or any number of them at random."""
