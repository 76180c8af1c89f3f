"""What we tell people: in the product and by e-mail.

Nouns: notice, delivery, preference. Verb: tell. Each app keeps its texts as Markdown files and
its `notices.py` with one function per notice. Confidential text never enters a notice.
"""
