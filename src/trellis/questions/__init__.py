"""Questionnaires and answers, used wherever Trellis asks people something.

Nouns: questionnaire, question, response, answer. Verbs: make, revise, publish, save draft, submit.
A questionnaire in use never changes: a change is its next version, and answers stay with the
version they were given to. Whoever owns a questionnaire says who may edit it.
"""
