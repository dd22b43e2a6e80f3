"""Screens of any record."""
