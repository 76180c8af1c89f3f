"""Circles and pairs of peers: found by one search, changed by hand, begun by those who say yes."""
