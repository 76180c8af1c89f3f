"""Who did what, when.

Nouns: event, cursor. Verbs: record, undo. Events also are the outbox that other software's
feeds read, in order, through a cursor of their own.
"""
