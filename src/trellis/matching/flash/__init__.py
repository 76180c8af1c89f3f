"""Flash mentoring: a mentor offers times, a mentee books one for one question, both say what came of it."""
