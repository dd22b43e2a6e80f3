"""Google Sheets both ways: client, templates, reading, writing, the poller, the doctor."""
