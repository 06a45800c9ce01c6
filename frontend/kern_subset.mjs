// KERN ships one sheet with every component and hundreds of utility classes (340 kB). We keep its tokens and the form
// components we render; everything else would only travel.
const KEPT = /^\.kern-(label|hint|error|fieldset|form-check|form-input|light|dark|level|layer)(?![a-z0-9])/;
const COMPONENT = /\.kern-(label|hint|error|fieldset|form-check|form-input)/;
const CLASS = /\.kern-[a-z0-9]+(?:-[a-z0-9]+)*/g;

const wanted = (selector) => (selector.match(CLASS) ?? []).every((name) => KEPT.test(name));
// Element rules of KERN (html, body, fonts on *) are ours to decide; its custom properties stay.
const onlyTokens = (rule) => rule.nodes.every((node) => node.type !== "decl" || node.prop.startsWith("--"));
const fromKern = (node) => node.source?.input.file?.includes("@kern-ux");

export function kernSubset() {
  return {
    postcssPlugin: "kern-subset",
    OnceExit(root) {
      root.walkAtRules(/font-face|keyframes/, (rule) => {
        if (fromKern(rule)) rule.remove();
      });
      root.walkRules((rule) => {
        if (!fromKern(rule)) return;
        const kept = rule.selectors.filter((selector) => wanted(selector) && (COMPONENT.test(selector) || onlyTokens(rule)));
        if (kept.length) rule.selectors = kept;
        else rule.remove();
      });
      root.walkAtRules((rule) => {
        if (rule.nodes?.length === 0) rule.remove();
      });
    },
  };
}
