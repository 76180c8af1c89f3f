"""Where somebody wants to be, and the goals and steps on the way: see, add, finish, judge, withdraw."""
