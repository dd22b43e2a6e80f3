"""Screens of a tambon's seven steps."""
