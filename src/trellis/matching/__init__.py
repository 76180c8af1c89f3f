"""From people who are ready to pairs who said yes.

Nouns: settings of a cohort's matching, run, suggestion, pair kept apart, wish, avoidance, proposal.
Verbs: start_run, lock, unlock, move, keep_apart, publish, propose, accept, decline, withdraw, expire. The engine is
`pairing`; no other app knows it.
"""
