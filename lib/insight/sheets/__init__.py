"""How the connected Sheets are."""
