// Small geometry in degrees: boxes, label points, lengths.
export function* positions(coordinates) {
  if (typeof coordinates?.[0] === "number") yield coordinates;
  else for (const part of coordinates ?? []) yield* positions(part);
}

export function boundsOf(collection) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const geometries = collection.features ? collection.features.map((one) => one.geometry) : [collection];
  for (const geometry of geometries) {
    for (const [x, y] of positions(geometry?.coordinates)) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
  return box[0] === Infinity ? null : box;
}

export function widened([west, south, east, north], share) {
  const x = (east - west) * share + 0.05, y = (north - south) * share + 0.05;
  return [west - x, Math.max(south - y, -85), east + x, Math.min(north + y, 85)];
}

const outerRings = (geometry) => (geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates]).map((part) => part[0]);

// The middle of the widest stretch of the middle latitude: always inside, also for a bent municipality.
export function labelPoint(geometry) {
  const rings = outerRings(geometry);
  const ring = rings.reduce((best, one) => (one.length > best.length ? one : best));
  const [, south, , north] = boundsOf({ type: "Polygon", coordinates: [ring] });
  let best = null;
  for (const share of [0.5, 0.45, 0.55, 0.4, 0.6]) {
    const y = south + (north - south) * share;
    const cuts = [];
    for (let index = 1; index < ring.length; index += 1) {
      const [x1, y1] = ring[index - 1], [x2, y2] = ring[index];
      if ((y1 > y) !== (y2 > y)) cuts.push(x1 + ((x2 - x1) * (y - y1)) / (y2 - y1));
    }
    cuts.sort((a, b) => a - b);
    for (let index = 1; index < cuts.length; index += 2) {
      const width = cuts[index] - cuts[index - 1];
      if (!best || width > best.width) best = { width, at: [(cuts[index] + cuts[index - 1]) / 2, y] };
    }
  }
  return best ? best.at : ring[0];
}

// Metres along a line on the ellipsoid, segment by segment (WGS 84, series for the length of a degree).
export function lengthOf(line) {
  let metres = 0;
  for (let index = 1; index < line.length; index += 1) {
    const [x1, y1] = line[index - 1], [x2, y2] = line[index];
    const middle = ((y1 + y2) / 2) * (Math.PI / 180);
    const up = 111132.954 - 559.822 * Math.cos(2 * middle) + 1.175 * Math.cos(4 * middle);
    const across = 111412.84 * Math.cos(middle) - 93.5 * Math.cos(3 * middle) + 0.118 * Math.cos(5 * middle);
    metres += Math.hypot((x2 - x1) * across, (y2 - y1) * up);
  }
  return metres;
}

export function number(texts, value, places = 0) {
  return new Intl.NumberFormat(texts.number_format, { minimumFractionDigits: places, maximumFractionDigits: places }).format(value);
}
