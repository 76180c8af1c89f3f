"""Rehearsal: a made-up organization whose programs stand at every stage, built through the actions.

Nouns: scenario, cast. Verbs: load the demo organization, put a program to a stage. The same scenarios
serve the demo, the tests and rehearsal mode. Every person here is invented.
"""
