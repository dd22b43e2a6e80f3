"""Signing in and out, devices and invitations: plain pages beside Streamlit's, for any phone."""
