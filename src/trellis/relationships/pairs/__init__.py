"""Who is together with whom, since when and until when: start, pause, resume."""
