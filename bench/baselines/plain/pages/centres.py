"""The plain way, centres: one Marker per row over a Choropleth, built on each run."""

import json
import os
from pathlib import Path

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

DATA = Path(os.environ["BENCH_DATA"])

st.title("แผนที่ศูนย์บ่มเพาะ")
centres = pd.read_csv(DATA / "centres.csv")
provinces = pd.read_csv(DATA / "provinces.csv", dtype={"code": str})
shapes = json.loads((DATA / "provinces.geojson").read_text(encoding="utf-8"))

region = st.selectbox("ภาค", ["ทุกภาค", *sorted(centres["region"].unique())])
cluster = st.selectbox("กลุ่ม", ["ทุกกลุ่ม", *sorted(centres["cluster"].unique())])
if region != "ทุกภาค":
    centres = centres[centres["region"] == region]
if cluster != "ทุกกลุ่ม":
    centres = centres[centres["cluster"] == cluster]

counts = provinces.merge(
    centres.groupby("province").size().rename("centres"), left_on="name", right_index=True, how="left"
).fillna({"centres": 0})
thailand = folium.Map(location=[13.2, 101.0], zoom_start=5)
folium.Choropleth(geo_data=shapes, data=counts, columns=["code", "centres"], key_on="feature.properties.code").add_to(
    thailand
)
for _, row in centres.iterrows():
    folium.Marker(
        [row["lat"], row["lon"]], popup=f"<b>{row['name']}</b><br>{row['product']}", tooltip=row["name"]
    ).add_to(thailand)
st_folium(thailand, width=700)
st.dataframe(centres)
