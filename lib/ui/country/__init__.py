"""Screens of the country: goals, progress, networks, centres, strategy."""
