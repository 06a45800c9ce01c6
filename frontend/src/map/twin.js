// The way without a mouse: corners as text or a file. Works with and without a map.
const csrf = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";

export async function askShapes(url, body) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf() },
    body: JSON.stringify(body),
  });
  const found = await answer.json();
  if (!answer.ok) throw new Refused(found.error);
  return found.shapes;
}

// A sentence of the server about what is wrong; anything else that fails is the connection.
export class Refused extends Error {}

export function enhanceTwin(figure, configuration, take) {
  const text = figure.querySelector("[data-landmap-twin]"), error = figure.querySelector("[data-landmap-twin-error]");
  async function read() {
    error.textContent = "";
    text.removeAttribute("aria-invalid");
    try {
      const [shape] = await askShapes(configuration.shapes, { operation: "read", text: text.value });
      take(shape);
    } catch (problem) {
      text.setAttribute("aria-invalid", "true");
      error.textContent = problem instanceof Refused ? problem.message : configuration.texts.unreachable;
    }
  }
  figure.querySelector("[data-landmap-twin-take]").addEventListener("click", read);
  figure.querySelector("[data-landmap-twin-file]").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    text.value = await file.text();
    event.target.value = "";
    read();
  });
}

export function twinWithoutMap(figure) {
  const configuration = JSON.parse(document.getElementById(figure.dataset.landmap).textContent);
  const hint = figure.querySelector("[data-landmap-hint]");
  enhanceTwin(figure, configuration, ({ geometry, hectares }) => {
    const field = document.getElementById(configuration.field);
    if (field) field.value = JSON.stringify(geometry);
    const ha = new Intl.NumberFormat(configuration.texts.number_format, { maximumFractionDigits: 2 }).format(hectares);
    hint.textContent = configuration.texts.taken.replace("{ha}", ha);
    figure.dispatchEvent(new CustomEvent("landmap:drawn", { bubbles: true, detail: { geometry, hectares } }));
  });
}
