"""What may be done with any record; knows no kind and no feature."""
