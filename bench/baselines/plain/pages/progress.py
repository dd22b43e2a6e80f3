"""The plain way, progress: the whole tambon table and three charts on each run."""

import os
from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

DATA = Path(os.environ["BENCH_DATA"])
RUNGS = ["trained", "plan", "in_use", "spread", "concrete"]

st.title("ความก้าวหน้า")
progress = pd.read_csv(DATA / "progress.csv", dtype={"code": str})
tambons = pd.read_csv(DATA / "tambons.csv", dtype={"code": str})
progress["step"] = progress["rung"].map(RUNGS.index) + 1

region = st.selectbox("ภาค", ["ทุกภาค", *sorted(tambons["region"].unique())])
year = st.selectbox("ถึงปีงบประมาณ", sorted(progress["year"].unique(), reverse=True))
if region != "ทุกภาค":
    tambons = tambons[tambons["region"] == region]
seen = progress[progress["year"] <= year].merge(tambons, on="code")

by_province = seen.groupby(["province", "rung"], as_index=False)["code"].nunique()
st.altair_chart(alt.Chart(by_province).mark_bar().encode(x="code:Q", y="province:N", color="rung:N"))
by_year = seen.groupby(["year", "status"], as_index=False)["code"].nunique()
st.altair_chart(alt.Chart(by_year).mark_area().encode(x="year:O", y="code:Q", color="status:N"))
by_rung = seen.groupby("rung", as_index=False)["code"].nunique()
st.altair_chart(alt.Chart(by_rung).mark_bar().encode(x="rung:N", y="code:Q"))

top = seen.groupby("code", as_index=False).agg(step=("step", "max"), year=("year", "max"))
table = tambons.merge(top, on="code", how="left")
st.dataframe(table[["region", "province", "tambon", "code", "step", "year"]])
