"""Screens of the connected Sheets."""
