"""The plain way, overview: every default, files read and charts built on each run."""

import os
from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

DATA = Path(os.environ["BENCH_DATA"])

st.title("ภาพรวม")
progress = pd.read_csv(DATA / "progress.csv", dtype={"code": str})
tambons = pd.read_csv(DATA / "tambons.csv", dtype={"code": str})
networks = pd.read_csv(DATA / "networks.csv", dtype={"code": str})
centres = pd.read_csv(DATA / "centres.csv")
training = pd.read_csv(DATA / "training.csv")

year = st.selectbox("ถึงปีงบประมาณ", sorted(progress["year"].unique(), reverse=True))
seen = progress[progress["year"] <= year].merge(tambons, on="code")
concrete = seen[(seen["rung"] == "concrete") & (seen["status"] == "verified")]

first, second, third, fourth = st.columns(4)
first.metric("ตำบลรูปธรรม", len(concrete))
second.metric("ทีมจังหวัด", int((networks["team"] == "verified").sum()))
third.metric("ศูนย์บ่มเพาะ", int((centres["year"] <= year).sum()))
fourth.metric("ผู้นำที่อบรม", int(training[training["year"] <= year]["leaders"].sum()))

by_year = seen.groupby(["year", "rung"], as_index=False)["code"].nunique()
st.altair_chart(alt.Chart(by_year).mark_bar().encode(x="year:O", y="code:Q", color="rung:N"))
by_region = seen.groupby(["region", "rung"], as_index=False)["code"].nunique()
st.altair_chart(alt.Chart(by_region).mark_bar().encode(x="code:Q", y="region:N", color="rung:N"))
trained = training[training["year"] <= year]
by_mode = trained.groupby(["year", "mode"], as_index=False)["leaders"].sum()
st.altair_chart(alt.Chart(by_mode).mark_line().encode(x="year:O", y="leaders:Q", color="mode:N"))
