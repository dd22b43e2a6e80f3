"""Read models of access: people and grants, invitations and their use, who looked at what, the event log."""
