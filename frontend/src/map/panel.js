// A selection explains itself beside the map; the page's own buttons select too (the keyboard's way).
import { boundsOf } from "./geometry.js";

const PARCEL_ZOOM = 16;
const NARROW = matchMedia("(max-width: 72rem)");

export class Panel {
  constructor(stage, collections) {
    this.stage = stage;
    this.features = new Map();
    this.asked = 0;
    for (const [kind, collection] of [["candidate", collections.candidates], ["site", collections.own]]) {
      for (const feature of collection.features) this.features.set(`${kind}/${feature.id}`, feature);
    }
    this.element = document.querySelector("[data-landmap-panel]");
    const { map, configuration } = stage;
    if (configuration.mode !== "select") return;
    map.on("click", (event) => {
      const hit = stage.layers.at(event.point);
      if (hit) this.select(hit.kind, hit.pk);
    });
    map.on("mousemove", (event) => { map.getCanvas().style.cursor = stage.layers.at(event.point) ? "pointer" : ""; });
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-landmap-go]");
      if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const [kind, pk] = button.dataset.landmapGo.split("/");
      if (kind !== "parcel" && !this.features.has(`${kind}/${pk}`)) return;
      event.preventDefault();
      this.select(kind, Number(pk), { move: true });
      this.element?.focus({ preventScroll: true });
      if (!NARROW.matches) stage.figure.scrollIntoView({ block: "nearest" });
    });
  }

  // What the address chose already stands in the panel; the map goes there.
  begin() {
    const { chosen } = this.stage.configuration;
    if (!chosen) return;
    this.mark(chosen.kind, chosen.pk);
    this.show(chosen.kind, chosen.pk, chosen.at);
  }

  mark(kind, pk) {
    const { layers } = this.stage;
    if (this.chosen) layers.state(this.chosen.kind, this.chosen.pk, { chosen: false });
    this.chosen = { kind, pk };
    layers.state(kind, pk, { chosen: true });
    layers.choose(kind === "parcel" ? pk : null);
  }

  show(kind, pk, at) {
    const { map } = this.stage;
    if (at) return map.easeTo({ center: at, zoom: Math.max(map.getZoom(), PARCEL_ZOOM) });
    const feature = this.features.get(`${kind}/${pk}`);
    const box = feature && boundsOf(feature.geometry);
    if (box) this.stage.map.fitBounds(box, { padding: 80, maxZoom: 15 });
  }

  async select(kind, pk, { move = false, at = null } = {}) {
    const { configuration, figure, words } = this.stage;
    this.mark(kind, pk);
    if (move) this.show(kind, pk, at);
    figure.dispatchEvent(new CustomEvent("landmap:select", { bubbles: true, detail: { kind, pk } }));
    if (!configuration.selection || !this.element) return;
    const turn = ++this.asked;
    this.element.setAttribute("aria-busy", "true");
    try {
      const url = configuration.selection.replace("{kind}", kind).replace("{pk}", pk);
      const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) throw new Error(answer.status);
      const text = await answer.text();
      if (turn !== this.asked) return;
      this.element.innerHTML = text;
      window.htmx?.process?.(this.element);
      this.stage.scores?.write();
      // On a narrow screen the panel stands below the map and everything after it.
      if (NARROW.matches) this.element.scrollIntoView({ block: "nearest" });
    } catch {
      if (turn === this.asked) words.say("unreachable");
    } finally {
      if (turn === this.asked) this.element.removeAttribute("aria-busy");
    }
  }
}
