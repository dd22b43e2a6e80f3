"""The competent way, strategy and records: goals, a chart and a form from cached frames."""

import altair as alt
import streamlit as st
from frames import RUNGS, frame, options

st.set_page_config(page_title="ยุทธศาสตร์", layout="wide")
st.title("ยุทธศาสตร์")
goals = frame("goals")
strategy = st.selectbox("ยุทธศาสตร์", options("goals", "strategy"), key="strategy")
chosen = goals[goals["strategy"] == strategy]
st.altair_chart(alt.Chart(chosen).mark_bar().encode(x="actual:Q", y="indicator:N"))
st.dataframe(chosen, hide_index=True)

province = st.selectbox("จังหวัด", options("tambons", "province"), key="province")
with st.form("record"):
    tambons = frame("tambons")
    places = tambons[tambons["province"] == province]
    st.selectbox("ตำบล", (places["tambon"] + " " + places["code"]).tolist())
    st.selectbox("ขั้น", RUNGS)
    st.date_input("วันที่")
    st.text_input("หลักฐาน")
    st.text_area("บันทึก")
    st.form_submit_button("บันทึก")
