// The month as an ARIA grid: one day is in the tab order, arrows move between days, Home and End within the week,
// PageUp and PageDown between months. Enter leads to the day's first entry, Escape back to the day. A day beyond the
// drawn weeks is found on the neighbouring month's page, where the focus goes on.
const REMEMBERED = "wandel-calendar-day";
const iso = (day) => day.toISOString().slice(0, 10);
const read = (text) => new Date(`${text}T00:00:00Z`);

function plusDays(day, count) {
  const moved = new Date(day);
  moved.setUTCDate(moved.getUTCDate() + count);
  return moved;
}
// The 31st goes to the last day of a shorter month.
function plusMonths(day, count) {
  const first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + count, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day.getUTCDate(), last));
  return first;
}

export function enhanceDayGrid() {
  const grid = document.querySelector("[data-day-grid]");
  if (!grid) return;
  const cells = new Map([...grid.querySelectorAll("td")].map((cell) => [cell.querySelector("time").dateTime, cell]));
  const month = grid.dataset.dayGrid;
  const dayOf = (cell) => read(cell.querySelector("time").dateTime);
  let current = null;

  function choose(cell) {
    if (current) current.tabIndex = -1;
    current = cell;
    cell.tabIndex = 0;
  }
  function leave(day) {
    const link = document.querySelector(`[data-month="${iso(day).slice(0, 7) < month ? "previous" : "next"}"]`);
    if (!link) return;
    sessionStorage.setItem(REMEMBERED, iso(day));
    link.click();
  }
  function go(day, { ofMonth = false } = {}) {
    const cell = cells.get(iso(day));
    // A month change means the other month's page, even where its first days are drawn here already.
    if (!cell || (ofMonth && iso(day).slice(0, 7) !== month)) return leave(day);
    choose(cell);
    cell.focus();
  }

  grid.setAttribute("role", "grid");
  for (const cell of cells.values()) cell.tabIndex = -1;
  const wanted = cells.get(sessionStorage.getItem(REMEMBERED) ?? "");
  sessionStorage.removeItem(REMEMBERED);
  choose(wanted ?? grid.querySelector("td[aria-current=date]") ?? cells.get(`${month}-01`));
  if (wanted) wanted.focus();

  grid.addEventListener("focusin", (event) => choose(event.target.closest("td") ?? current));
  grid.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const cell = event.target.closest("td");
    if (!cell) return;
    if (event.target !== cell) {
      if (event.key === "Escape") cell.focus();
      return;
    }
    const day = dayOf(cell);
    const ahead = getComputedStyle(grid).direction === "rtl" ? -1 : 1;
    const week = (day.getUTCDay() + 6) % 7;
    const steps = {
      ArrowLeft: () => go(plusDays(day, -ahead)),
      ArrowRight: () => go(plusDays(day, ahead)),
      ArrowUp: () => go(plusDays(day, -7)),
      ArrowDown: () => go(plusDays(day, 7)),
      Home: () => go(plusDays(day, -week)),
      End: () => go(plusDays(day, 6 - week)),
      PageUp: () => go(plusMonths(day, -1), { ofMonth: true }),
      PageDown: () => go(plusMonths(day, 1), { ofMonth: true }),
      Enter: () => cell.querySelector("a")?.focus(),
    };
    if (!(event.key in steps)) return;
    event.preventDefault();
    steps[event.key]();
  });
}
