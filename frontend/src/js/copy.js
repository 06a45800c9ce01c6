// A button beside a field copies its value; without script the field can be selected by hand and the button is not there.
export function offerCopying() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(field.value);
      const said = button.querySelector("[role=status]");
      said.textContent = button.dataset.copied;
      setTimeout(() => { said.textContent = ""; }, 4000);
    });
  }
}
