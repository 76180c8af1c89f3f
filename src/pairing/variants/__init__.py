"""Other shapes of mentoring than pairs of a mentee and a mentor, one file each."""
