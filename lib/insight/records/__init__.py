"""Any kind of record: lists, histories, quality, the past."""
