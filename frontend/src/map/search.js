// A parcel's number, a site or a place: hits are buttons that move the map.
const PAUSE_MS = 250;

export function enhanceSearch(stage) {
  const { figure, configuration, words, map, panel } = stage;
  const box = figure.querySelector("[data-landmap-search]");
  if (!box) return;
  const input = box.querySelector("input"), list = box.querySelector("ul");
  box.hidden = false;
  let timer = 0, turn = 0;

  const close = () => { list.hidden = true; list.replaceChildren(); };

  async function adopt(hit) {
    try {
      const { geometry } = hit.geometry ? hit : await (await fetch(hit.outline)).json();
      stage.drawing.adopt(geometry);
    } catch {
      words.say("unreachable");
    }
  }

  function go(hit) {
    close();
    input.value = hit.label;
    words.say("moved_to", { name: hit.label });
    if ((hit.geometry || hit.outline) && stage.drawing) return adopt(hit);
    if (hit.kind === "parcel" && hit.pk !== null && configuration.table) return panel.select("parcel", hit.pk, { move: true, at: hit.at });
    if (hit.pk !== null && panel.features.has(`${hit.kind}/${hit.pk}`)) return panel.select(hit.kind, hit.pk, { move: true });
    map.flyTo({ center: hit.at, zoom: { municipality: 12, parcel: 17 }[hit.kind] ?? 15 });
    figure.dispatchEvent(new CustomEvent("landmap:found", { bubbles: true, detail: hit }));
  }

  async function ask() {
    const text = input.value.trim(), mine = ++turn;
    if (text.length < 2) return close();
    try {
      const url = new URL(configuration.search, location.href);
      url.searchParams.set("q", text);
      const answer = await fetch(url);
      const { hits } = await answer.json();
      if (mine !== turn) return;
      list.replaceChildren(...hits.map((hit) => {
        const row = document.createElement("li"), button = document.createElement("button");
        button.type = "button";
        button.textContent = hit.label;
        button.addEventListener("click", () => go(hit));
        row.append(button);
        return row;
      }));
      if (!hits.length) {
        const row = document.createElement("li");
        row.textContent = words.of("nothing_found");
        list.append(row);
      }
      list.hidden = false;
      words.say(hits.length ? "found" : "nothing_found", { n: hits.length });
    } catch {
      words.say("unreachable");
    }
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE_MS); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter") { event.preventDefault(); const first = list.querySelector("button"); if (first) first.click(); else ask(); }
    if (event.key === "ArrowDown") { event.preventDefault(); list.querySelector("button")?.focus(); }
  });
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")], at = buttons.indexOf(document.activeElement);
    if (event.key === "ArrowDown") { event.preventDefault(); buttons[Math.min(at + 1, buttons.length - 1)]?.focus(); }
    if (event.key === "ArrowUp") { event.preventDefault(); (at > 0 ? buttons[at - 1] : input).focus(); }
    if (event.key === "Escape") { close(); input.focus(); }
  });
  box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) list.hidden = true; });
}
