"""An office's file into the store: compared, applied as a whole, undone."""
