"""A summary that somebody shares upward, by their own wish: compose, share, withdraw."""
