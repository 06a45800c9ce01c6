// One map: base, layers, and the helpers its page asks for. `figure.landmap` holds it for other scripts of the page.
import { AttributionControl, Map as LibreMap, Marker, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { palette, whenLookChanges } from "./colours.js";
import { boundsOf, labelPoint, widened } from "./geometry.js";
import { Layers } from "./layers.js";
import { Panel } from "./panel.js";
import { Scores } from "./scores.js";
import { enhanceSearch } from "./search.js";

setWorkerUrl(workerUrl);

const PATIENCE_MS = 4000;
const EMPTY = { type: "FeatureCollection", features: [] };
const read = (text, values = {}) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

function canDraw() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

async function json(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

// The network's base map if the county asked for one and it answers; else none, and our own base is drawn.
async function onlineStyle(base) {
  if (!base) return null;
  try {
    const answer = await fetch(base.style, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

export async function start(figure) {
  figure.dataset.started = "";
  const configuration = JSON.parse(document.getElementById(figure.dataset.landmap).textContent);
  const status = figure.querySelector("[data-landmap-status]");
  const words = { say: (name, values) => { status.textContent = read(configuration.texts[name], values); }, of: (name, values) => read(configuration.texts[name], values) };
  if (!canDraw()) return missing(figure);
  words.say("loading");
  let boundaries, own, candidates, style;
  try {
    [boundaries, own, candidates, style] = await Promise.all([
      json(configuration.boundaries),
      configuration.data ? json(configuration.data) : EMPTY,
      configuration.candidates ? json(configuration.candidates) : EMPTY,
      onlineStyle(configuration.base),
    ]);
  } catch (error) {
    status.textContent = "";
    return missing(figure, configuration.texts.failed);
  }
  let map;
  const stageElement = figure.querySelector("[data-landmap-stage]");
  const bounds = boundsOf(own.features.length && configuration.mode !== "select" ? own : boundaries) ?? [5.5, 47, 15.5, 55.2];
  try {
    map = new LibreMap({
      container: stageElement,
      style: style ?? { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: {} }] },
      bounds,
      fitBoundsOptions: { padding: 18 },
      maxBounds: widened(boundsOf(boundaries) ?? bounds, 0.75),
      locale: configuration.controls,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 19,
    });
  } catch {
    return missing(figure);
  }
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-label", [stageElement.dataset.label, configuration.texts.map].filter(Boolean).join(". "));
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ unit: "metric", maxWidth: 120 }), "bottom-left");
  if (style) map.addControl(new AttributionControl({ compact: true }), "bottom-right");
  await new Promise((done) => map.once("load", done));

  const stage = { figure, map, configuration, words, boundaries, online: Boolean(style), colours: palette(figure) };
  stage.layers = new Layers(stage, { own, candidates });
  stage.labels = label(map, boundaries);
  stage.panel = new Panel(stage, { own, candidates });
  if (configuration.candidates) stage.scores = await Scores.of(stage, candidates);
  if (configuration.search) enhanceSearch(stage);
  stage.panel.begin();
  followView(stage);
  if (configuration.mode === "draw") {
    // Drawing is a large library; only pages that draw wait for it.
    const { Drawing } = await import("./drawing.js");
    stage.drawing = new Drawing(stage);
  }
  whenLookChanges(() => {
    stage.colours = palette(figure);
    stage.layers.paint();
  });
  figure.landmap = stage;
  figure.dataset.ready = "";
  status.textContent = "";
  figure.dispatchEvent(new CustomEvent("landmap:ready", { bubbles: true, detail: stage }));
}

// The link to the table of parcels follows what the map shows.
function followView({ map, configuration }) {
  const link = document.querySelector("[data-landmap-view]");
  if (!link || !configuration.table) return;
  const follow = () => {
    const box = map.getBounds();
    const url = new URL(configuration.table, location.href);
    url.searchParams.set("box", [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((one) => one.toFixed(6)).join(","));
    link.href = url;
  };
  map.on("moveend", follow);
  follow();
}

function missing(figure, sentence) {
  const line = figure.querySelector("[data-landmap-missing]");
  if (sentence) line.textContent = sentence;
  line.hidden = false;
  figure.classList.add("landmap--missing");
  figure.dataset.ready = "missing";
  figure.querySelectorAll(".landmap__twin").forEach((twin) => { twin.open = true; });
  if (figure.querySelector("[data-landmap-twin]")) import("./twin.js").then(({ twinWithoutMap }) => twinWithoutMap(figure));
}

// Names without a server for letters: one small element each, hidden from screen readers because the table names them too.
function label(map, boundaries) {
  return boundaries.features.map((feature) => {
    const element = document.createElement("span");
    element.className = "landmap__label";
    element.textContent = feature.properties.name;
    const marker = new Marker({ element }).setLngLat(labelPoint(feature.geometry)).addTo(map);
    // The library makes every marker a button to tab to; a name is none.
    for (const name of ["role", "tabindex", "aria-label"]) element.removeAttribute(name);
    element.setAttribute("aria-hidden", "true");
    return marker;
  });
}
