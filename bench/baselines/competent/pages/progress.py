"""The competent way, progress: cached group-bys, charts per run, the whole table."""

import altair as alt
import streamlit as st
from frames import ALL, options, tambon_table, tambons_by, years

st.set_page_config(page_title="ความก้าวหน้า", layout="wide")
st.title("ความก้าวหน้า")
region = st.selectbox("ภาค", [ALL, *options("tambons", "region")], key="region")
year = st.selectbox("ถึงปีงบประมาณ", years(), key="year")

by_province = tambons_by(("province", "rung"), year, region)
st.altair_chart(alt.Chart(by_province).mark_bar().encode(x="code:Q", y="province:N", color="rung:N"))
by_year = tambons_by(("year", "status"), year, region)
st.altair_chart(alt.Chart(by_year).mark_area().encode(x="year:O", y="code:Q", color="status:N"))
by_rung = tambons_by(("rung",), year, region)
st.altair_chart(alt.Chart(by_rung).mark_bar().encode(x="rung:N", y="code:Q"))
st.dataframe(tambon_table(year, region), hide_index=True)
