"""When somebody may be in danger: open what a pair wrote, with two people, a reason and an end; supervise messages."""
