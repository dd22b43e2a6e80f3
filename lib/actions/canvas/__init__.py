"""Writing a business plan: filled in, put together, certified, used."""
