"""The competent way, provincial networks: polygons by URL, values looked up in the browser."""

import altair as alt
import streamlit as st
from frames import ALL, frame, options

st.set_page_config(page_title="เครือข่ายจังหวัด", layout="wide")
st.title("เครือข่ายจังหวัด")
networks = frame("networks")
region = st.selectbox("ภาค", [ALL, *options("networks", "region")], key="region")
if region != ALL:
    networks = networks[networks["region"] == region]

polygons = alt.Data(url="app/static/provinces.geojson", format=alt.DataFormat(property="features"))
st.altair_chart(
    alt.Chart(polygons)
    .mark_geoshape(stroke="white")
    .encode(color="rung:Q")
    .transform_lookup(lookup="properties.code", from_=alt.LookupData(networks[["code", "rung"]], "code", ["rung"]))
    .project("mercator")
)
st.dataframe(networks, hide_index=True)
