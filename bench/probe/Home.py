"""A small app with everything the client must understand; only `bench check` starts it."""

import streamlit as st

st.segmented_control("ภาษา", ["ไทย", "English"], default="ไทย", key="language")
st.navigation(
    [
        st.Page("screens/first.py", title="หน้าแรก", url_path="first", default=True),
        st.Page("screens/second.py", title="หน้าสอง", url_path="second"),
    ]
).run()
