"""The contract of an indicator, the register of figures, and what binds a criterion to them."""
