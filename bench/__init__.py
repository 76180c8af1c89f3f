"""How fast Trellis is: `make bench`. Prints figures, decides nothing."""
