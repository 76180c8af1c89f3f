"""Sealed texts and the log of every look inside.

Nouns: key, look. Verbs: seal, unseal, rotate. A text is sealed with the key of its relationship
or person; that key is wrapped by the master key, which lives outside the database.
"""
