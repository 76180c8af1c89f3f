"""The interface every app draws with: the frame, components, forms, error pages and static files.

Nouns: page, part (what htmx refreshes), shell (navigation around the work), component (a template tag).
Verbs: `pages.page` answers with a page or a part of it; `middleware` turns a refusal into a sentence.
Templates load the tags with {% load ui %}; /dev/components shows each of them.
It knows nothing of mentoring beyond the eight stages that a program's vine has posts for.
"""
