"""Golden cases that officials can read."""
