// Drawing into a form field: draw, move corners, split, join, measure. The server checks and measures each result.
import { TerraDraw, TerraDrawLineStringMode, TerraDrawPolygonMode, TerraDrawSelectMode } from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import { boundsOf, lengthOf, number } from "./geometry.js";
import { askShapes, enhanceTwin, Refused } from "./twin.js";

const hex = (colour) => `#${(colour.match(/\d+/g) ?? [0, 0, 0]).slice(0, 3).map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
const isSimple = (geometry) => geometry.type === "Polygon" && geometry.coordinates.length === 1;

export class Drawing {
  constructor(stage) {
    this.stage = stage;
    const { figure, map, configuration } = stage;
    this.field = document.getElementById(configuration.field);
    this.hint = figure.querySelector("[data-landmap-hint]");
    this.pieces = figure.querySelector("[data-landmap-pieces]");
    this.tools = figure.querySelector("[data-landmap-tools]");
    this.shapes = [];
    this.turn = 0;
    this.purpose = "";
    map.addSource("drawn", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
    map.addLayer({ id: "drawn-fill", type: "fill", source: "drawn", paint: { "fill-color": stage.colours.chosen, "fill-opacity": 0.25 } });
    map.addLayer({ id: "drawn-line", type: "line", source: "drawn", paint: { "line-color": stage.colours.chosen, "line-width": 2.5 } });
    const line = hex(stage.colours.chosen);
    const outline = { fillColor: line, fillOpacity: 0.2, outlineColor: line, outlineWidth: 2.5 };
    this.draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: 9 }),
      modes: [
        new TerraDrawPolygonMode({ styles: { ...outline, closingPointColor: line, closingPointWidth: 7 } }),
        new TerraDrawLineStringMode({ styles: { lineStringColor: line, lineStringWidth: 2.5 } }),
        new TerraDrawSelectMode({
          flags: { polygon: { feature: { draggable: false, coordinates: { midpoints: true, draggable: true, deletable: true } } } },
          styles: { selectedPolygonColor: line, selectedPolygonFillOpacity: 0.2, selectedPolygonOutlineColor: line, selectedPolygonOutlineWidth: 2.5 },
        }),
      ],
    });
    this.draw.start();
    this.draw.on("finish", (id, { action, mode }) => this.finished(id, action, mode));
    this.tools.hidden = false;
    this.tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-tool]");
      if (button) this.use(button.dataset.tool);
    });
    enhanceTwin(figure, configuration, (shape) => this.take(shape, { move: true }));
    this.restore();
  }

  get texts() { return this.stage.configuration.texts; }
  say(text) { this.hint.textContent = text; }
  ha(value) { return number(this.texts, value, 2); }

  // What the field already holds is shown and can be changed.
  restore() {
    if (!this.field?.value.trim()) return this.use("polygon");
    return this.ask({ operation: "read", text: this.field.value }).then((found) => found && this.take(found[0], { move: true, quiet: true }));
  }

  async ask(body) {
    const mine = ++this.turn;
    try {
      const found = await askShapes(this.stage.configuration.shapes, body);
      return mine === this.turn ? found : null;
    } catch (problem) {
      if (mine === this.turn) this.say(problem instanceof Refused ? problem.message : this.texts.unreachable);
      return null;
    }
  }

  // A parcel that was found by its number.
  adopt(geometry) {
    this.ask({ operation: "read", text: JSON.stringify(geometry) }).then((found) => found && this.take(found[0], { move: true }));
  }

  press(tool) {
    for (const button of this.tools.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
  }

  use(tool) {
    this.pieces.replaceChildren();
    if (tool === "clear") return this.clear();
    if (tool === "merge") return this.merge();
    if ((tool === "split" || tool === "select") && !this.shapes.length) return this.say(this.texts.nothing_drawn);
    this.dropLines();
    this.purpose = tool;
    this.press(tool);
    this.draw.setMode({ polygon: "polygon", select: "select", split: "linestring", measure: "linestring" }[tool]);
    if (tool === "select") {
      const [first] = this.draw.getSnapshot().filter(({ geometry }) => geometry.type === "Polygon");
      if (first) this.draw.selectFeature(first.id);
    }
    this.say({ polygon: this.shapes.length ? this.texts.merge_hint : this.texts.draw_hint, select: this.texts.select_hint, split: this.texts.split_hint, measure: this.texts.measure_hint }[tool]);
  }

  dropLines() {
    this.draw.removeFeatures(this.draw.getSnapshot().filter(({ geometry }) => geometry.type === "LineString").map(({ id }) => id));
  }

  async finished(id, action, mode) {
    const feature = this.draw.getSnapshotFeature(id);
    if (!feature) return;
    if (mode === "linestring") return this.lineDone(id, feature.geometry);
    const found = await this.ask({ operation: "read", text: JSON.stringify(feature.geometry) });
    if (!found) return;
    if (action === "draw") this.shapes.push({ id, ...found[0] });
    else this.shapes = this.shapes.map((one) => (one.id === id ? { id, ...found[0] } : one));
    this.store();
    this.say(this.shapes.length > 1 ? this.texts.merge_hint : this.taken(this.shapes[0]));
  }

  taken({ hectares }) { return this.texts.taken.replace("{ha}", this.ha(hectares)); }

  async lineDone(id, line) {
    if (this.purpose !== "split") return this.say(this.texts.length.replace("{m}", number(this.texts, lengthOf(line.coordinates))));
    // Not while the library still ends its own drawing.
    setTimeout(() => this.draw.removeFeatures([id]));
    const area = this.shapes.at(-1);
    const found = await this.ask({ operation: "split", shapes: [area.geometry], line });
    if (!found) return;
    this.say(this.texts.pieces.replace("{n}", found.length).replace("{sizes}", found.map(({ hectares }) => `${this.ha(hectares)} ha`).join(", ")));
    this.show(found.map(({ geometry }) => geometry));
    this.pieces.replaceChildren(...found.map((piece) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn--small";
      button.textContent = this.texts.keep.replace("{ha}", this.ha(piece.hectares));
      const alone = () => this.show([piece.geometry]);
      button.addEventListener("mouseenter", alone);
      button.addEventListener("focus", alone);
      button.addEventListener("click", () => this.take(piece));
      return button;
    }));
    this.pieces.querySelector("button").focus();
  }

  async merge() {
    if (this.shapes.length < 2) return this.say(this.texts.two_areas);
    const found = await this.ask({ operation: "merge", shapes: this.shapes.map(({ geometry }) => geometry) });
    if (!found) return;
    this.take(found[0]);
    this.say(`${this.texts.joined} ${this.taken(found[0])}`);
  }

  clear() {
    this.turn += 1;
    this.draw.clear();
    this.show([]);
    this.shapes = [];
    this.store();
    this.use("polygon");
    this.say(this.texts.cleared);
  }

  // One area from outside the pen: typed, loaded, split or joined.
  take(shape, { move = false, quiet = false } = {}) {
    this.pieces.replaceChildren();
    this.draw.setMode("select");
    this.draw.clear();
    this.show([]);
    let id = null;
    if (isSimple(shape.geometry)) {
      const [added] = this.draw.addFeatures([{ type: "Feature", properties: { mode: "polygon" }, geometry: shape.geometry }]);
      if (added?.valid !== false) id = added.id;
    }
    // Holes and several parts are shown and kept, but have no corners to drag.
    if (id === null) this.show([shape.geometry]);
    this.shapes = [{ id, ...shape }];
    this.purpose = "select";
    this.press("select");
    if (!quiet) this.store();
    this.say(this.taken(shape));
    if (move) this.stage.map.fitBounds(boundsOf(shape.geometry), { padding: 60, maxZoom: 17 });
  }

  show(geometries) {
    this.stage.map.getSource("drawn").setData({ type: "FeatureCollection", features: geometries.map((geometry) => ({ type: "Feature", properties: {}, geometry })) });
  }

  // The field carries one geometry; two areas that are not joined yet travel as one with two parts.
  store() {
    const parts = this.shapes.flatMap(({ geometry }) => (geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates]));
    const geometry = !parts.length ? null : parts.length === 1 ? { type: "Polygon", coordinates: parts[0] } : { type: "MultiPolygon", coordinates: parts };
    const hectares = this.shapes.reduce((sum, one) => sum + one.hectares, 0);
    if (this.field) {
      this.field.value = geometry ? JSON.stringify(geometry) : "";
      this.field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.stage.figure.dispatchEvent(new CustomEvent("landmap:drawn", { bubbles: true, detail: { geometry, hectares } }));
  }
}
