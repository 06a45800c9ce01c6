"""Map tiles: polygons in metres become Mapbox vector tiles in one PMTiles archive, and single tiles are read back."""
