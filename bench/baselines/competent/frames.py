"""The competent way: every frame and every group-by once, by st.cache_data."""

import json
import os
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

DATA = Path(os.environ["BENCH_DATA"])
RUNGS = ["trained", "plan", "in_use", "spread", "concrete"]
ALL = "ทุกภาค"


@st.cache_data
def frame(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / f"{name}.csv", dtype={"code": str, "id": str})


@st.cache_data
def shapes() -> dict[str, Any]:
    return json.loads((DATA / "provinces.geojson").read_text(encoding="utf-8"))


@st.cache_data
def years() -> list[int]:
    return sorted(frame("progress")["year"].unique().tolist(), reverse=True)


@st.cache_data
def options(name: str, column: str) -> list[str]:
    return sorted(frame(name)[column].unique().tolist())


@st.cache_data
def seen(year: int, region: str = ALL) -> pd.DataFrame:
    rows = frame("progress")
    rows = rows[rows["year"] <= year].merge(frame("tambons"), on="code")
    rows["step"] = rows["rung"].map(RUNGS.index) + 1
    return rows if region == ALL else rows[rows["region"] == region]


@st.cache_data
def tambons_by(columns: tuple[str, ...], year: int, region: str = ALL) -> pd.DataFrame:
    return seen(year, region).groupby(list(columns), as_index=False)["code"].nunique()


@st.cache_data
def tambon_table(year: int, region: str) -> pd.DataFrame:
    rows = seen(year, region)
    top = rows.groupby("code", as_index=False).agg(step=("step", "max"), year=("year", "max"))
    tambons = frame("tambons")
    if region != ALL:
        tambons = tambons[tambons["region"] == region]
    table = tambons.merge(top, on="code", how="left")
    return table[["region", "province", "tambon", "code", "step", "year"]]


@st.cache_data
def leaders_by_mode(year: int) -> pd.DataFrame:
    rows = frame("training")
    return rows[rows["year"] <= year].groupby(["year", "mode"], as_index=False)["leaders"].sum()
