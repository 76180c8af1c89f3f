"""Care: short check-ins, signals that a pair needs something, nudges, and asking for help in private.

Nouns: check-in, signal, standing, nudge, help request, note, policy.
Verbs: draw up, ask, answer, nudge, note, snooze, ask for help, reply.
Signals come from facts, never from what people write to each other; the pair only ever gets a neutral nudge.
"""
