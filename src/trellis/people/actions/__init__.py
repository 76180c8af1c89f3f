"""What is done with people, by subject: accounts, invitations, letters, profiles, sessions."""
