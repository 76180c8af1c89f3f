"""Why a program should exist: five questions to leaders, one page that a sponsor signs, goals to track.

Nouns: session, leader, agreed answer, charter, objective.
Verbs: open, invite, answer, agree, close; draft, change, send, sign, return a charter; set an objective.
"""
