"""The plain way, strategy and records: goals, a chart and a form."""

import os
from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

DATA = Path(os.environ["BENCH_DATA"])

st.title("ยุทธศาสตร์")
goals = pd.read_csv(DATA / "goals.csv", dtype={"id": str})
tambons = pd.read_csv(DATA / "tambons.csv", dtype={"code": str})
strategy = st.selectbox("ยุทธศาสตร์", sorted(goals["strategy"].unique()))
chosen = goals[goals["strategy"] == strategy]
st.altair_chart(alt.Chart(chosen).mark_bar().encode(x="actual:Q", y="indicator:N"))
st.dataframe(chosen)

province = st.selectbox("จังหวัด", sorted(tambons["province"].unique()))
with st.form("record"):
    places = tambons[tambons["province"] == province]
    st.selectbox("ตำบล", places["tambon"] + " " + places["code"])
    st.selectbox("ขั้น", ["trained", "plan", "in_use", "spread", "concrete"])
    st.date_input("วันที่")
    st.text_input("หลักฐาน")
    st.text_area("บันทึก")
    st.form_submit_button("บันทึก")
