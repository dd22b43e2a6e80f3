"""A page without widgets of its own: only the shell's language can change here."""

import streamlit as st

st.title("ตัววัด สอง")
st.text(f"ภาษา {st.session_state['language']}")
