"""What the pair agreed, in versions that each of them signs: write, sign."""
