"""What all plain pages have in common: who asks, whose form it is, cookies, templates, strict headers."""
