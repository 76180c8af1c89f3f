"""Programs: organization, program, cohort, stages and plan, team and participation.

Nouns: organization, program, cohort, plan step, team member, participation.
Verbs: create, design, open, enter_stage, admit, mark_ready, withdraw, add_to_team.
"""
