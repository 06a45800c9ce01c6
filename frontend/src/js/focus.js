// After an error or a conflict the summary is where the reader has to be first.
export function focusWhatMatters() {
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus({ preventScroll: false });
}
