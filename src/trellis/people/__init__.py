"""People: account, sign-in, signed links, profile, availability, skills.

Nouns: person, skill, availability, invitation. Verbs: invite, welcome, edit, deactivate.
Roles belong to a participation or a team, never to the person.
"""
