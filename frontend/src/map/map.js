// Maps: loaded only by pages that show one. Every word comes from the page, nothing is said from here.
import { start } from "./stage.js";

const startAll = (root) => root.querySelectorAll("[data-landmap]:not([data-started])").forEach(start);

startAll(document);
document.addEventListener("htmx:after:swap", () => startAll(document));
