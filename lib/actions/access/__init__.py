"""Coming in, being invited, being given a right and losing it: the only way to write about access."""
