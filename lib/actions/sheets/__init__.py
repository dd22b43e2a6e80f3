"""What a Google Sheet says into the store, and what is to be written back."""
