"""Speed mentoring: one event at which everybody meets somebody new in each round."""
