"""One reading of what people typed, wherever it comes from."""
