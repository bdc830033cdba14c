"""Open311 GeoReport v2: other systems file reports and follow them."""
