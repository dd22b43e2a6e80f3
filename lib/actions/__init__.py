"""The only way to write: each action takes an actor, asks access, writes one change-set."""
