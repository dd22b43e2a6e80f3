"""Files that people take away: always text-safe, always saying what they are."""
