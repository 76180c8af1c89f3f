"""Pairs that were decided elsewhere: read from a list, or registered one by one, under the same rules."""
