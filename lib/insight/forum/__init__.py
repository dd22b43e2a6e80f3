"""What a forum shows: to phones, on the wall, at the desk, in its minutes."""
