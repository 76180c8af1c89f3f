"""Pages of check-ins, of asking for help, and of those who care for the pairs of a program."""
