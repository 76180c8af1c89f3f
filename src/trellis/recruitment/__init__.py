"""Recruitment: the public page, invitations, applications, decisions, the waiting list.

Nouns: call, proof of address, application, invitation.
Verbs: open, close, ask_for_proof, begin, submit, withdraw, assign, accept, wait, decline, invite.
"""
