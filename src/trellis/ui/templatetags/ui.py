"""{% load ui %}: every component, filter and form tag. /dev/components shows them drawn."""

from django import template

from trellis.ui.tags import blocks, charts, fields, lists, pictures, signs, words

register = template.Library()
for part in (blocks, charts, fields, lists, pictures, signs, words):
    register.tags |= part.register.tags
    register.filters |= part.register.filters
