"""The competent way, overview: cached frames, charts built per run."""

import altair as alt
import streamlit as st
from frames import frame, leaders_by_mode, seen, tambons_by, years

st.set_page_config(page_title="ภาพรวม", layout="wide")
st.title("ภาพรวม")
year = st.selectbox("ถึงปีงบประมาณ", years(), key="year")
rows = seen(year)
trained = leaders_by_mode(year)

first, second, third, fourth = st.columns(4)
proved = (rows["rung"] == "concrete") & (rows["status"] == "verified")
first.metric("ตำบลรูปธรรม", int(proved.sum()))
second.metric("ทีมจังหวัด", int((frame("networks")["team"] == "verified").sum()))
third.metric("ศูนย์บ่มเพาะ", int((frame("centres")["year"] <= year).sum()))
fourth.metric("ผู้นำที่อบรม", int(trained["leaders"].sum()))

by_year = tambons_by(("year", "rung"), year)
st.altair_chart(alt.Chart(by_year).mark_bar().encode(x="year:O", y="code:Q", color="rung:N"))
by_region = tambons_by(("region", "rung"), year)
st.altair_chart(alt.Chart(by_region).mark_bar().encode(x="code:Q", y="region:N", color="rung:N"))
st.altair_chart(alt.Chart(trained).mark_line().encode(x="year:O", y="leaders:Q", color="mode:N"))
