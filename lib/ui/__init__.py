"""What people see: shell, filters, cards, charts, maps, tables, forms."""
