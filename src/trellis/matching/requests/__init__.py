"""Mentees look for a mentor themselves: a list with reasons, what they keep, whom they rank, and whom they ask."""
