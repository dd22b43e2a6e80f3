"""Workspaces of tambons and policy proposals."""
