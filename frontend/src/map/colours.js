// Colours come from the page's sheet, so light and dark are decided in one place.
const NAMES = ["ground", "land", "edge", "low", "medium", "high", "excluded", "chosen", "outline", "rim", "blue", "green", "amber", "red", "line", "layer"];

export function palette(element) {
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const found = {};
  for (const name of NAMES) {
    probe.style.color = `var(--landmap-${name})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}

export function whenLookChanges(act) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act);
}
