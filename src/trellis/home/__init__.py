"""Home: the frame of every page and the two start pages, put together from the apps.

Nouns: space, shell. A person moves between spaces (a program they lead, their own mentoring, the
organization); the switcher changes the space, never who they are.
"""
