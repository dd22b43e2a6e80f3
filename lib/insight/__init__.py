"""Read models: each answers one question, is built once per data version, shared by all."""
