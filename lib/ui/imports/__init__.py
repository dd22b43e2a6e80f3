"""Screens of an import."""
