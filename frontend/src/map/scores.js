// Weighted scores in the browser: no geometry is touched, only classes that change are painted (docs/methods/map.md).
import { number } from "./geometry.js";

const VIEWS = { uint8: Uint8Array, uint32: Uint32Array, float32: Float32Array };
const UNKNOWN = 255;
// Parcels just outside the view are painted too, so that a small move shows no old colours at the edge: at rest, not
// while a slider moves.
const MARGIN = 0.15, REST_MS = 250;

export function unpack(buffer) {
  const size = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  if (header.format !== "wandel.factors" || header.version !== 1) throw new Error("unknown factor file");
  const arrays = {};
  for (const [name, { type, offset, length }] of Object.entries(header.arrays)) arrays[name] = new VIEWS[type](buffer, 4 + size + offset, length);
  return { ...header, ...arrays };
}

export class Scores {
  static async of(stage, candidates) {
    const scores = new Scores(stage, candidates);
    const url = stage.configuration.factorsFile;
    if (url && stage.layers.parcels) {
      const answer = await fetch(url);
      if (answer.ok) scores.parcels = unpack(await answer.arrayBuffer());
      if (scores.parcels) {
        scores.painted = new Uint8Array(scores.parcels.count).fill(UNKNOWN);
        stage.map.on("moveend", () => scores.paintParcels(MARGIN));
      }
    }
    scores.recolour();
    return scores;
  }

  constructor(stage, candidates) {
    this.stage = stage;
    this.factors = stage.configuration.factors;
    this.weights = Float64Array.from(this.factors, ({ weight }) => weight);
    this.candidates = candidates.features.map(({ id, properties }) => ({ id, values: properties.values, painted: UNKNOWN, score: 0 }));
    this.listen();
  }

  listen() {
    const box = document.querySelector("[data-landmap-weights]");
    if (!box) return;
    const reset = box.querySelector("[data-landmap-reset]");
    this.sliders = this.factors.map(({ key }) => box.querySelector(`input[name="${CSS.escape(key)}"]`));
    let waiting = false;
    box.addEventListener("input", () => {
      reset.hidden = false;
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; this.readSliders(); });
    });
    box.addEventListener("change", () => this.stage.words.say("recoloured"));
    reset.addEventListener("click", () => {
      this.sliders.forEach((slider, index) => { slider.value = this.factors[index].weight; });
      reset.hidden = true;
      this.sliders[0].focus();
      this.readSliders();
    });
  }

  readSliders() {
    this.weights = Float64Array.from(this.sliders, (slider) => Number(slider.value));
    this.sliders.forEach((slider, index) => {
      slider.parentElement.querySelector("output").textContent = number(this.stage.configuration.texts, this.weights[index], 2);
    });
    this.recolour();
  }

  // Weights as shares; all at zero means that nothing counts and every score is zero.
  shares() {
    const total = this.weights.reduce((sum, one) => sum + one, 0);
    return total ? this.weights.map((one) => one / total) : this.weights;
  }

  classOf(score) {
    const [low, high] = this.stage.configuration.classes;
    return score < low ? 1 : score < high ? 2 : 3;
  }

  recolour() {
    const began = performance.now();
    const changed = this.paintCandidates() + this.paintParcels(0);
    const { map, figure } = this.stage;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.paintParcels(MARGIN), REST_MS);
    this.write();
    map.once("render", () => {
      const milliseconds = performance.now() - began;
      figure.dispatchEvent(new CustomEvent("landmap:recoloured", { bubbles: true, detail: { milliseconds, changed } }));
    });
    map.triggerRepaint();
  }

  paintCandidates() {
    const shares = this.shares();
    let changed = 0;
    for (const one of this.candidates) {
      one.score = 100 * shares.reduce((sum, share, index) => sum + share * one.values[index], 0);
      const c = this.classOf(one.score);
      if (c === one.painted) continue;
      one.painted = c;
      changed += 1;
      this.stage.layers.state("candidate", one.id, { c });
    }
    return changed;
  }

  paintParcels(margin) {
    const { parcels, painted } = this;
    const { map, layers } = this.stage;
    if (!parcels || map.getZoom() < layers.parcels.minzoom) return 0;
    const box = map.getBounds();
    const x = (box.getEast() - box.getWest()) * margin, y = (box.getNorth() - box.getSouth()) * margin;
    const west = box.getWest() - x, east = box.getEast() + x, south = box.getSouth() - y, north = box.getNorth() + y;
    const { ids, longitude, latitude, factors, excluded, count } = parcels;
    const shares = this.shares().map((one) => (one * 100) / 255);
    const target = { source: layers.parcels.source, sourceLayer: layers.parcels.layer, id: 0 };
    let changed = 0;
    for (let index = 0; index < count; index += 1) {
      const at = longitude[index];
      if (at < west || at > east || latitude[index] < south || latitude[index] > north) continue;
      let c = 0;
      if (!excluded[index]) {
        let score = 0;
        for (let factor = 0; factor < shares.length; factor += 1) score += shares[factor] * factors[factor * count + index];
        c = this.classOf(score);
      }
      if (c === painted[index]) continue;
      painted[index] = c;
      changed += 1;
      target.id = ids[index];
      map.setFeatureState(target, { c });
    }
    return changed;
  }

  // Figures in the table and the panel follow the sliders.
  write() {
    const scores = new Map(this.candidates.map(({ id, score }) => [String(id), score]));
    document.querySelectorAll("[data-landmap-score]").forEach((element) => {
      const score = scores.get(element.dataset.landmapScore);
      if (score !== undefined) element.textContent = number(this.stage.configuration.texts, score);
    });
  }
}
