"""The launcher around Streamlit, and the files the browser fetches."""
