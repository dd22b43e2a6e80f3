"""The practice country: invented, plausible, the same every time. Never mixed with real records."""
