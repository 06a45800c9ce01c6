// What lies on the map, its legend, and switching it on and off.
const CLASS = ["coalesce", ["feature-state", "c"], -1];
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
      map.addSource("candidate", { type: "geojson", data: candidates });
      map.addLayer({ id: "candidate-fill", type: "fill", source: "candidate" });
      map.addLayer({ id: "candidate-line", type: "line", source: "candidate" });
      this.group(words.of("candidates"), ["candidate-fill", "candidate-line"], [["low", "low"], ["medium", "medium"], ["high", "high"]]);
    }
    if (own.features.length) {
      map.addSource("site", { type: "geojson", data: own });
      map.addLayer({ id: "site-fill", type: "fill", source: "site" });
      map.addLayer({ id: "site-line", type: "line", source: "site" });
      const states = new Map(own.features.map(({ properties }) => [properties.state, properties.tone]));
      this.group(words.of("sites"), ["site-fill", "site-line"], [...states].filter(([state]) => state).map(([state, tone]) => [tone || "blue", state, true]));
    }
    this.paint();
    this.legend();
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
    if (scored) this.parcels = { source, layer: archive.layers.at(-1).id, minzoom: archive.layers.at(-1).minzoom };
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
    set("candidate-line", { "line-color": chosen(colours.chosen, colours.outline), "line-width": chosen(3, 0.75) });
    const tone = ["match", ["get", "tone"], "green", colours.green, "amber", colours.amber, "red", colours.red, "line", colours.line, colours.blue];
    set("site-fill", { "fill-color": tone, "fill-opacity": 0.65 });
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
    for (const { title, layers, classes } of this.groups) {
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
