"""The competent way, centres: one GeoJson of provinces, circle markers, one returned object."""

import folium
import streamlit as st
from frames import ALL, frame, options, shapes
from streamlit_folium import st_folium

st.set_page_config(page_title="แผนที่ศูนย์บ่มเพาะ", layout="wide")
st.title("แผนที่ศูนย์บ่มเพาะ")
centres = frame("centres")
region = st.selectbox("ภาค", [ALL, *options("centres", "region")], key="region")
cluster = st.selectbox("กลุ่ม", ["ทุกกลุ่ม", *options("centres", "cluster")], key="cluster")
if region != ALL:
    centres = centres[centres["region"] == region]
if cluster != "ทุกกลุ่ม":
    centres = centres[centres["cluster"] == cluster]

covered = set(centres["province"])
thailand = folium.Map(location=[13.2, 101.0], zoom_start=5)
folium.GeoJson(
    shapes(),
    style_function=lambda feature: {
        "fillColor": "#2f6f4f" if feature["properties"]["name_th"] in covered else "#dddddd",
        "weight": 0.5,
    },
).add_to(thailand)
for row in centres.itertuples():
    folium.CircleMarker([row.lat, row.lon], radius=5, tooltip=row.name).add_to(thailand)
st_folium(thailand, width=700, returned_objects=["last_object_clicked_tooltip"])
st.dataframe(centres, hide_index=True)
