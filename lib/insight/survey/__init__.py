"""Rounds of household surveys and their releases."""
