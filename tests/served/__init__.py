"""Several processes behind a real Caddy, for tests."""
