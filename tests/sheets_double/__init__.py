"""Google in a box: the Sheets API v4 and the parts of Drive v3 that gspread uses, over real HTTP.

For tests and for training: ``python -m tests.sheets_double --port 8099``.
"""
