"""Work that runs later: a job is one row, written with the change that asked for it.

Nouns: job (what, how far, how it ended), run (one attempt at a job), timer (when a fixed hour last came).
Verbs: enqueue, cancel, retry, sweep. The table holds the truth; what carries a job to a worker may forget it.
"""
