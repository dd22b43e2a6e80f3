"""Forums: made from one table, run from the desk, and everything decided stands in the store."""
