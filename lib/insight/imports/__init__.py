"""What an office needs to know for an import."""
