"""What every screen stands in: shell, words, filters, tables, charts, colours."""
