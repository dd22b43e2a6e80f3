"""Every select-like widget, a widget in a fragment, a big table, a rerun and a bound widget."""

import pandas as pd
import streamlit as st

st.title("ตัววัด หนึ่ง")
st.text(f"ภาษา {st.session_state['language']}")
st.dataframe(pd.DataFrame({"n": range(20_000)}))  # over 10 KB: sent once, then by its hash
st.text(st.selectbox("เลือก", ["a", "b", "c"], bind="query-params", key="bound"))
st.text(st.radio("วิทยุ", ["d", "e"]))
st.text(str(st.pills("ชิป", ["f", "g"], selection_mode="multi")))
st.text(str(st.multiselect("หลาย", ["h", "i", "j"], default=["h"])))
st.text(f"หน้า {st.pagination(5)}")
st.text(f"address {st.query_params.to_dict()}")


@st.fragment
def part() -> None:
    st.text(str(st.selectbox("ในส่วน", [1, 2, 3], key="inner")))
    st.dataframe(pd.DataFrame({"m": range(30_000)}))


part()


@st.fragment
def restarting() -> None:
    if st.selectbox("เริ่มใหม่", ["no", "yes"], key="again") != st.session_state.get("seen"):
        st.session_state["seen"] = st.session_state["again"]
        st.rerun()


restarting()
st.text(f"seen {st.session_state.get('seen')}")
with st.form("form"):
    st.selectbox("ในแบบฟอร์ม", ["x", "y"])
    st.form_submit_button("ส่ง")
