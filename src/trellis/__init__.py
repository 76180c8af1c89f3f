"""Trellis: plan, run and evaluate mentoring programs on your own server."""
