import start, { hydrate } from "{script}";
const root = document.documentElement;
// If the client throws, the page that was to be shown is loaded as a document and stays one, with plain forms.
const plain = () => {
  const to = new URL(root.dataset.to ?? "", location).href;
  try { sessionStorage.plain = to; } catch { if (to === location.href) return; }
  if (to === location.href) location.reload(); else location.assign(to);
};
const isPlain = () => {
  try {
    const is = sessionStorage.plain === location.href;
    if (is) sessionStorage.removeItem("plain");
    return is;
  } catch { return false; }
};
const untouched = () => {
  const script = document.getElementById("start");
  return [...document.body.getElementsByTagName("*")].indexOf(script) + 1 === Number(script.dataset.elements);
};
const words = await Promise.all([fetch("{words}").then((answer) => answer.text()), start({ module_or_path: "{wasm}" })]);
// What an extension has put between our elements, such as the icon of a password manager, cannot be hydrated.
if (!isPlain() && untouched()) {
  addEventListener("click", ({ target }) => { const link = target.closest?.("a[href]"); if (link) { root.dataset.to = link.href; delete root.dataset.by; } }, true);
  addEventListener("popstate", () => { delete root.dataset.to; delete root.dataset.by; });
  addEventListener("error", (event) => { if (event.error) { event.preventDefault(); plain(); } });
  addEventListener("unhandledrejection", (event) => { event.preventDefault(); plain(); });
  try { hydrate(words[0]); } catch { plain(); }
}
