"""The plain way, provincial networks: a table and a folium.Choropleth on each run."""

import json
import os
from pathlib import Path

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

DATA = Path(os.environ["BENCH_DATA"])

st.title("เครือข่ายจังหวัด")
networks = pd.read_csv(DATA / "networks.csv", dtype={"code": str})
shapes = json.loads((DATA / "provinces.geojson").read_text(encoding="utf-8"))

region = st.selectbox("ภาค", ["ทุกภาค", *sorted(networks["region"].unique())])
if region != "ทุกภาค":
    networks = networks[networks["region"] == region]

thailand = folium.Map(location=[13.2, 101.0], zoom_start=5)
folium.Choropleth(
    geo_data=shapes, data=networks, columns=["code", "rung"], key_on="feature.properties.code", legend_name="rung"
).add_to(thailand)
st_folium(thailand, width=700)
st.dataframe(networks)
