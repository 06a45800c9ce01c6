/* A form whose answer takes seconds says so, and its button is pressed once. */
export function sayWhatTakesLong() {
  for (const form of document.querySelectorAll("form[data-busy]")) {
    form.addEventListener("submit", () => {
      const said = document.createElement("p");
      said.className = "busy";
      said.setAttribute("role", "status");
      form.append(said);
      said.textContent = form.dataset.busy;
      // Disabled only after the browser has taken the button's value along.
      setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }));
    });
  }
}
