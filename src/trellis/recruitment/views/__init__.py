"""Pages of recruiting: for everybody, for applicants, for the team."""
