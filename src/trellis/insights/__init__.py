"""Numbers across the apps, read-only: measures, reports and what protects the people behind them.

Nouns: measure, report, estimate (a figure with its interval), protected cell, shown set.
Verbs: measure, report, protect, show. Nothing here changes what people did.
"""
