"""The rematch desk: what ended and what it taught, and a new plan that keeps what works."""
