"""Rubrics as other offices write them, each with planted faults, and what must be read and found in each."""
