"""When the pair meets, and what comes of it: propose, accept, move, cancel, log; things to do."""
