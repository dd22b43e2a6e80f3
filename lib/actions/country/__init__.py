"""The country's two ladders: rungs reported with evidence, and what meetings certify."""
