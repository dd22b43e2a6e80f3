"""Households' forms: consent, checks, devices, releases."""
