"""The API for other software: one NinjaAPI, personal tokens, problems, pages by cursor.

Nouns: token, kept answer. Verbs: create_token, revoke_token. Routes are in each app's api.py and
call the same actions as the pages.
"""
