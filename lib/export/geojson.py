"""Incubation centres as GeoJSON (RFC 7946). Unresolved centres travel with a null geometry."""

from __future__ import annotations

import json
from collections.abc import Iterable

from lib.insight.country.centres import Centre


def to_geojson(centres: Iterable[Centre], *, practice: bool) -> bytes:
    """A FeatureCollection; `accuracy_km` and `basis` say how far a point is to be trusted."""
    features = []
    for c in centres:
        located = c.latitude is not None and c.longitude is not None and c.drawn_as != "unresolved"
        features.append(
            {
                "type": "Feature",
                "id": c.id,
                "geometry": {"type": "Point", "coordinates": [c.longitude, c.latitude]} if located else None,
                "properties": {
                    "name": c.name,
                    "area": c.area,
                    "place_th": c.place.th,
                    "basis": c.basis,
                    "accuracy_km": c.accuracy_km,
                    "cluster": c.cluster,
                    "region": c.region,
                    "since_year_be": c.since_year,
                    "products": list(c.products),
                    "unconfirmed": c.unconfirmed,
                    "practice": practice,
                },
            }
        )
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False).encode()
