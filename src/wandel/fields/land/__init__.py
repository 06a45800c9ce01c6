"""Land: layers, the search for areas, the areas the county grows on."""
