"""What the programme records: every kind and field declared once, here."""
