"""Pages: the studio for those who match, and the questions for those who are asked."""
