"""Screens of access: people and grants, invitations, my devices, the event log, why somebody may or may not."""
