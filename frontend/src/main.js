import { enhanceComboboxes } from "./js/combobox.js";
import { enhanceDayGrid } from "./js/day_grid.js";
import { enhanceSearchBox } from "./js/search_box.js";
import { listenForSearchKey } from "./js/search_key.js";
import { sayWhatTakesLong } from "./js/busy.js";
import { closeMenus } from "./js/menus.js";
import { focusWhatMatters } from "./js/focus.js";
import { offerCopying } from "./js/copy.js";

listenForSearchKey();
enhanceSearchBox();
enhanceDayGrid();
closeMenus();
sayWhatTakesLong();
focusWhatMatters();
offerCopying();
enhanceComboboxes(document);
// htmx brings new parts of a page; their selects want the same help.
document.addEventListener("htmx:after:swap", () => enhanceComboboxes(document));
