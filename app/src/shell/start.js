// A page from the browser's memory may show what is past, for example a session that has ended.
addEventListener("pageshow", (event) => event.persisted && location.reload());
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
let client, words;
// If a file cannot be loaded, the forms work without scripts.
try {
  const files = await Promise.all([import("{script}"), fetch("{wasm}"), fetch("{words}").then((answer) => answer.text())]);
  await files[0].default({ module_or_path: files[1] });
  [client, , words] = files;
} catch {}
// What an extension has put between our elements, such as the icon of a password manager, cannot be hydrated.
if (client && !isPlain() && untouched()) {
  addEventListener("click", ({ target }) => { const link = target.closest?.("a[href]"); if (link) root.dataset.to = link.href; }, true);
  addEventListener("popstate", () => { delete root.dataset.to; });
  addEventListener("error", (event) => { if (event.error) { event.preventDefault(); plain(); } });
  addEventListener("unhandledrejection", (event) => { event.preventDefault(); plain(); });
  try { client.hydrate(words); } catch { plain(); }
}
// What comes next, fetched when the browser has nothing else to load.
for (const href of [{next}]) document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href }));
