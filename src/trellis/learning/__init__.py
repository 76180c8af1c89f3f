"""Learning: short modules per role, and who is prepared to be matched.

Nouns: module, progress, waiver, choice (how a program uses a module).
Verbs: sync, read_part, answer, finish, waive, choose, remind.
"""
