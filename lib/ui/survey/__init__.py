"""Screens of the household survey."""
