"""People: accounts, members of groups, invitations."""
