"""Google in a box: the Sheets API v4 and the parts of Drive that gspread uses, over real HTTP.

For tests and for training: ``python -m tests.sheets_double --port 8099``.
For programs of others, with any token or none: ``python -m tests.sheets_double --open``.
"""
