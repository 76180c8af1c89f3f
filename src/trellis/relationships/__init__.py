"""The relationship of mentor and mentee: agreement, goals, meetings, notes and messages.

Nouns: relationship, party, agreement, vision, goal, meeting, note, message. Verbs: start, pause, sign,
propose, accept, log, write, share. What people write here is sealed and shown to the pair alone.
"""
