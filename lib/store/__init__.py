"""The store: typed SQL tables from the schema, history, versions, drafts, backups."""
