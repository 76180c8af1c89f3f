"""Lists of people in and out.

Nouns: import, row, outcome, trace (what an import did to one person). Verbs: upload, match columns, check, mend,
commit, undo, export. Nothing is written before somebody has seen what will happen, and nobody is e-mailed by it.
"""
