// A select with hundreds of entries becomes a field to type in (ARIA combobox with listbox). The select stays in the
// form and carries the value, so nothing changes for the server.
const fold = (text) => text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");

function enhance(wrapper) {
  const select = wrapper.querySelector("select");
  if (!select || wrapper.classList.contains("combobox")) return;
  const input = document.createElement("input");
  const list = document.createElement("ul");
  const button = document.createElement("button");
  const id = select.id;
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
  const empty = [...select.options].find((option) => option.value === "");
  const choices = [...select.options].filter((option) => option.value !== "");
  let active = -1;

  wrapper.classList.remove("kern-form-input__select-wrapper");
  wrapper.classList.add("combobox");
  select.id = `${id}_select`;
  select.hidden = true;
  Object.assign(input, { id, type: "text", autocomplete: "off", className: "kern-form-input__input" });
  if (empty) input.placeholder = empty.text.trim();
  input.spellcheck = false;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", `${id}_list`);
  for (const name of ["aria-describedby", "aria-invalid", "required"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name) || "true");
  }
  if (select.required) { select.required = false; input.setAttribute("aria-required", "true"); input.removeAttribute("required"); }
  input.disabled = select.disabled;
  list.id = `${id}_list`;
  list.className = "combobox__list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label ? label.textContent.trim() : "");
  list.hidden = true;
  Object.assign(button, { type: "button", className: "combobox__button", tabIndex: -1, disabled: select.disabled });
  button.setAttribute("aria-label", wrapper.dataset.open || "");
  button.innerHTML = '<svg class="icon" viewBox="0 0 18 18" aria-hidden="true"><path d="m4.5 7 4.5 4.5L13.5 7"/></svg>';
  wrapper.append(input, button, list);

  const shown = () => [...list.querySelectorAll("[role=option]")];
  const chosenText = () => (select.value === "" ? "" : select.selectedOptions[0].text.trim());

  function mark(index) {
    const options = shown();
    options.forEach((option) => delete option.dataset.active);
    active = options.length ? (index + options.length) % options.length : -1;
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    options[active].dataset.active = "";
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  }
  function fill(text) {
    const words = fold(text).split(/\s+/).filter(Boolean);
    const fitting = choices.filter((option) => words.every((word) => fold(option.text).includes(word)));
    list.replaceChildren(
      ...fitting.map((option, index) => {
        const row = document.createElement("li");
        row.id = `${id}_option_${index}`;
        row.className = "combobox__option";
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", String(option.selected && select.value !== ""));
        row.dataset.value = option.value;
        row.textContent = option.text;
        return row;
      }),
    );
    if (!fitting.length) {
      const row = document.createElement("li");
      row.className = "combobox__none";
      row.setAttribute("role", "option");
      row.setAttribute("aria-disabled", "true");
      row.textContent = wrapper.dataset.none || "";
      list.append(row);
    }
    active = -1;
    input.removeAttribute("aria-activedescendant");
  }
  function open(text) {
    fill(text);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }
  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }
  function choose(value) {
    const before = select.value;
    select.value = value;
    input.value = chosenText();
    close();
    if (select.value !== before) select.dispatchEvent(new Event("change", { bubbles: true }));
  }
  // What was typed but not chosen must not look chosen.
  function settle() {
    if (input.value.trim() === "" && empty) return choose("");
    const exact = choices.find((option) => fold(option.text.trim()) === fold(input.value.trim()));
    if (exact) return choose(exact.value);
    input.value = chosenText();
    close();
  }

  input.value = chosenText();
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => { if (list.hidden) open(""); });
  input.addEventListener("blur", () => { if (!list.hidden || input.value !== chosenText()) settle(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open("");
      mark(active < 0 && event.key === "ArrowUp" ? -1 : active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      const option = shown()[active] ?? (shown().length === 1 ? shown()[0] : null);
      if (option && option.dataset.value) choose(option.dataset.value);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      input.value = chosenText();
      close();
    } else if (event.key === "Tab" && !list.hidden && shown()[active]?.dataset.value) {
      choose(shown()[active].dataset.value);
    }
  });
  // mousedown, not click: the list must not lose to the blur of the field.
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[data-value]");
    if (option) choose(option.dataset.value);
  });
  button.addEventListener("mousedown", (event) => {
    event.preventDefault();
    if (list.hidden) { input.focus(); open(""); } else close();
  });
}

export function enhanceComboboxes(root) {
  root.querySelectorAll("[data-combobox]").forEach(enhance);
}
