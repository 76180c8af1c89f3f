"""What the pair write: private notes, shared notes, messages: write, edit, share, send.

None of it is recorded in the program's history: even that somebody wrote is nobody else's business.
"""
