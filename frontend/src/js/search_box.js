// The search box with its suggestions, as an ARIA combobox: arrows choose, Enter opens, Escape closes. The list comes
// from the server as links; without script the box is a plain search form.
export function enhanceSearchBox() {
  const input = document.querySelector("[data-search-key][hx-get]");
  const holder = document.getElementById("search-suggestions");
  const said = document.getElementById("search-said");
  if (!input || !holder) return;
  const options = () => [...holder.querySelectorAll("[role=option]")];
  let active = -1;
  let closed = false;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");

  function mark(index) {
    const all = options();
    // One place before the first suggestion is the box itself, with what was typed.
    const places = all.length + 1;
    active = ((index + 1 + places) % places) - 1;
    all.forEach((option, position) => option.setAttribute("aria-selected", String(position === active)));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    all[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[active].id);
  }
  function show() {
    const list = holder.querySelector("[role=listbox]");
    const open = Boolean(list) && !closed && input.form.contains(document.activeElement);
    holder.hidden = closed;
    input.setAttribute("aria-expanded", String(open));
    if (open) input.setAttribute("aria-controls", list.id);
    else input.removeAttribute("aria-controls");
    if (!open) mark(-1);
  }

  new MutationObserver(() => {
    active = -1;
    input.removeAttribute("aria-activedescendant");
    show();
    const list = holder.querySelector("[data-said]");
    if (said) said.textContent = closed || !list ? "" : list.dataset.said;
  }).observe(holder, { childList: true });
  input.addEventListener("input", () => { closed = false; show(); });
  input.form.addEventListener("focusin", show);
  input.form.addEventListener("focusout", () => setTimeout(show));
  input.addEventListener("keydown", (event) => {
    const any = options().length > 0;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && any) {
      event.preventDefault();
      closed = false;
      show();
      mark(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && active >= 0 && !closed) {
      event.preventDefault();
      options()[active].click();
    } else if (event.key === "Escape" && any && !closed) {
      // The first Escape closes the list and keeps the words; the second one is the browser's own and clears the box.
      event.preventDefault();
      event.stopPropagation();
      closed = true;
      show();
    }
  });
}
