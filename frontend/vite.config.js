import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { kernSubset } from "./kern_subset.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(here, "../src/wandel/ui/static/dist");

// typst reads TrueType only; these files go into papers, not to the browser.
const PAPER_FONTS = ["400Regular", "400Regular_Italic", "500Medium", "600SemiBold", "700Bold"];

const paperFonts = {
  name: "paper-fonts",
  closeBundle() {
    const target = resolve(out, "fonts-ttf");
    mkdirSync(target, { recursive: true });
    for (const cut of PAPER_FONTS) {
      const file = `FiraSans_${cut}.ttf`;
      copyFileSync(resolve(here, "node_modules/@expo-google-fonts/fira-sans", cut, file), resolve(target, file));
    }
    copyFileSync(resolve(here, "node_modules/@expo-google-fonts/fira-sans/LICENSE_FONT"), resolve(target, "LICENSE_FONT"));
  },
};

export default defineConfig({
  root: here,
  base: "./",
  plugins: [paperFonts],
  css: { postcss: { plugins: [kernSubset()] } },
  worker: { format: "es" },
  build: {
    outDir: out,
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    rollupOptions: {
      input: {
        main: resolve(here, "src/main.js"),
        style: resolve(here, "src/main.css"),
        // Maps weigh more than everything else together; only their own pages load them.
        map: resolve(here, "src/map/map.js"),
        map_style: resolve(here, "src/css/map.css"),
      },
    },
  },
});
