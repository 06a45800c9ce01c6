"""Where can be built: exact overlay of parcels with layers, scores that explain themselves, candidate areas."""
