"""Recognition: certificates that anybody can check, hours given, thanks.

Nouns: certificate, rule (what it takes), thanks. Verbs: issue, take back, check, thank.
A certificate is a page and a PDF of the same words; a thank-you is shown to nobody else unless its writer says so.
"""
