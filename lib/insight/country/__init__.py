"""The country, its regions, provinces, tambons and centres at a glance."""
