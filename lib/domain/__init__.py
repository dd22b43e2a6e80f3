"""Rules of the field: pure Python, no network, no database, no Streamlit, no pandas."""
