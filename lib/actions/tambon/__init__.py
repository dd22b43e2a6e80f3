"""A tambon's workspace."""
