"""What it takes to get there and what somebody has now: add, rate, remove, choose what comes first."""
