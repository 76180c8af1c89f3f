"""What several people need to meet as a circle: what to talk about, who does what next time, who came."""
