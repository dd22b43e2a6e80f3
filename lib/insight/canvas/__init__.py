"""What is known of business plans."""
