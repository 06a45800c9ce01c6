// What lies on the map, its legend, and switching it on and off.
import { boundsOf } from "./geometry.js";

const CLASS = ["coalesce", ["feature-state", "c"], -1];
// A site of two hectares is smaller than a pixel where the whole county fits: up to here a dot stands in its middle.
const DOTS_UNTIL = 13;
// From here a parcel is large enough to be meant by a click.
const PARCELS_FROM = 14;
const middle = (geometry) => {
  const [west, south, east, north] = boundsOf(geometry);
  return { type: "Point", coordinates: [(west + east) / 2, (south + north) / 2] };
};
const chosen = (yes, no) => ["case", ["boolean", ["feature-state", "chosen"], false], yes, no];

export class Layers {
  constructor(stage, { own, candidates }) {
    this.stage = stage;
    this.groups = [];
    const { map, configuration, words, online } = stage;
    map.addSource("boundaries", { type: "geojson", data: stage.boundaries });
    if (!online) map.addLayer({ id: "land", type: "fill", source: "boundaries" });
    for (const archive of configuration.layers ?? []) this.archive(archive);
    map.addLayer({ id: "edges", type: "line", source: "boundaries", layout: { "line-join": "round" } });
    if (candidates.features.length) {
      this.group(words.of("candidates"), this.shapes("candidate", candidates), [["low", "low"], ["medium", "medium"], ["high", "high"]]);
    }
    if (own.features.length) {
      const states = new Map(own.features.map(({ properties }) => [properties.group || properties.state, properties.tone]));
      this.group(words.of("sites"), this.shapes("site", own), [...states].filter(([state]) => state).map(([state, tone]) => [tone || "blue", state, true]));
    }
    if (this.parcels) {
      const { source, layer } = this.parcels;
      map.addLayer({ id: "parcel-chosen", type: "line", source, "source-layer": layer, filter: ["==", ["id"], -1] });
    }
    this.paint();
    this.legend();
  }

  // Fill, outline and dot of a kind of area; gives the layers' names.
  shapes(kind, collection) {
    const { map } = this.stage;
    const dots = collection.features.map((one) => ({ ...one, geometry: middle(one.geometry) }));
    map.addSource(kind, { type: "geojson", data: collection });
    map.addSource(`${kind}-dot`, { type: "geojson", data: { type: "FeatureCollection", features: dots } });
    map.addLayer({ id: `${kind}-fill`, type: "fill", source: kind });
    map.addLayer({ id: `${kind}-line`, type: "line", source: kind });
    // A school has no shape that could take over from its dot.
    const points = collection.features.every((one) => one.geometry.type === "Point");
    map.addLayer({ id: `${kind}-dot`, type: "circle", source: `${kind}-dot`, maxzoom: points ? 24 : DOTS_UNTIL });
    return [`${kind}-fill`, `${kind}-line`, `${kind}-dot`];
  }

  // State of one area, on its shape and its dot.
  state(kind, id, state) {
    const { map } = this.stage;
    for (const source of [kind, `${kind}-dot`]) if (map.getSource(source)) map.setFeatureState({ source, id }, state);
  }

  // The area under a point of the screen: from close by a parcel, because its candidate lies behind it as a whole.
  at(point) {
    const { map } = this.stage;
    const areas = ["candidate-dot", "candidate-fill"], parcels = this.parcels && this.explained ? [this.parcels.id] : [];
    const close = map.getZoom() >= PARCELS_FROM;
    for (const ids of [["site-dot", "site-fill"], close ? parcels : areas, close ? areas : parcels]) {
      const layers = ids.filter((id) => map.getLayer(id));
      const [hit] = layers.length ? map.queryRenderedFeatures(point, { layers }) : [];
      if (hit) return { kind: hit.source.startsWith("tiles-") ? "parcel" : hit.source.replace("-dot", ""), pk: hit.id };
    }
  }

  // The one parcel that is chosen gets a rim; null takes it away.
  choose(pk) {
    if (this.parcels) this.stage.map.setFilter("parcel-chosen", ["==", ["id"], pk ?? -1]);
  }

  archive(archive) {
    const { map, configuration, words } = this.stage;
    const scored = archive.name === configuration.parcels;
    const source = `tiles-${archive.name}`;
    map.addSource(source, {
      type: "vector",
      tiles: [new URL(archive.tiles, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")],
      minzoom: Math.min(...archive.layers.map((one) => one.minzoom)),
      maxzoom: Math.max(...archive.layers.map((one) => one.maxzoom)),
      bounds: archive.bounds,
    });
    const ids = [];
    for (const layer of archive.layers) {
      const id = `${source}-${layer.id}`;
      map.addLayer({ id, type: "fill", source, "source-layer": layer.id, minzoom: layer.minzoom, metadata: { scored } });
      ids.push(id);
    }
    if (scored) {
      const layer = archive.layers.at(-1);
      this.parcels = { id: `${source}-${layer.id}`, source, layer: layer.id, minzoom: layer.minzoom };
      this.explained = Boolean(configuration.table);
    }
    const classes = scored ? [["excluded", "excluded"]] : [["layer", archive.title, true]];
    this.group(scored ? words.of("parcels") : archive.title, ids, classes);
    const sources = this.stage.figure.querySelector("[data-landmap-sources]");
    if (sources && archive.attribution && !sources.textContent.includes(archive.attribution)) sources.append(` · ${archive.attribution}`);
  }

  group(title, layers, classes) {
    this.groups.push({ title, layers, classes });
  }

  paint() {
    const { map, colours } = this.stage;
    const set = (id, values) => { if (map.getLayer(id)) for (const [name, value] of Object.entries(values)) map.setPaintProperty(id, name, value); };
    const byClass = ["match", CLASS, 0, colours.excluded, 1, colours.low, 2, colours.medium, 3, colours.high, "rgba(0, 0, 0, 0)"];
    set("ground", { "background-color": colours.ground });
    set("land", { "fill-color": colours.land });
    set("edges", { "line-color": colours.edge, "line-width": 1 });
    set("candidate-fill", { "fill-color": byClass, "fill-opacity": ["interpolate", ["linear"], ["zoom"], 11.5, 1, 13, this.parcels ? 0.25 : 0.85] });
    // Over parcels of the same colours an area needs a dark rim.
    set("candidate-line", {
      "line-color": ["step", ["zoom"], chosen(colours.chosen, colours.outline), 12, chosen(colours.chosen, this.parcels ? colours.rim : colours.outline)],
      "line-width": ["step", ["zoom"], chosen(3, 0.75), 12, chosen(3.5, 1.75)],
    });
    set("parcel-chosen", { "line-color": colours.chosen, "line-width": 3.5 });
    const ring = { "circle-stroke-color": chosen(colours.chosen, colours.outline), "circle-stroke-width": chosen(3, 1) };
    set("candidate-dot", { ...ring, "circle-color": byClass, "circle-radius": ["interpolate", ["linear"], ["zoom"], 8, 3, 12, 4.5] });
    const tone = ["match", ["get", "tone"], "green", colours.green, "amber", colours.amber, "red", colours.red, "line", colours.line, colours.blue];
    set("site-fill", { "fill-color": tone, "fill-opacity": 0.65 });
    set("site-dot", { ...ring, "circle-color": tone, "circle-radius": ["interpolate", ["linear"], ["zoom"], 8, 4.5, 12, 6.5] });
    set("site-line", { "line-color": chosen(colours.chosen, tone), "line-width": chosen(3.5, 1.5) });
    for (const { layers } of this.groups) {
      for (const id of layers.filter((one) => one.startsWith("tiles-"))) {
        const scored = map.getLayer(id).metadata?.scored;
        set(id, scored ? { "fill-color": byClass, "fill-outline-color": colours.outline } : { "fill-color": colours.layer, "fill-opacity": 0.55 });
      }
    }
  }

  legend() {
    const { figure, map, words } = this.stage;
    const legend = figure.querySelector("[data-landmap-legend]");
    for (const { title, layers, classes } of this.groups.toReversed()) {
      const row = document.createElement("div");
      row.className = "landmap__group";
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = true;
      box.addEventListener("change", () => layers.forEach((id) => map.setLayoutProperty(id, "visibility", box.checked ? "visible" : "none")));
      label.append(box, ` ${title}`);
      row.append(label);
      for (const [colour, text, literal] of classes) {
        const entry = document.createElement("span");
        entry.className = "landmap__class";
        const swatch = document.createElement("i");
        swatch.className = `landmap__swatch landmap__swatch--${colour}`;
        entry.append(swatch, literal ? text : words.of(text));
        row.append(entry);
      }
      legend.append(row);
    }
  }
}
