"""Screens of the business plan."""
