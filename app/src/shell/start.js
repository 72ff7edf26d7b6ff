// A page from the browser's memory may show what is past, for example a session that has ended.
addEventListener("pageshow", (event) => event.persisted && location.reload());
// If the client throws, the page that it was about to show is loaded as a document and stays one, with plain forms. Its
// address is in the history by then. Without storage the mark would be lost, and the page would load for ever.
const plain = () => {
  try { sessionStorage.plain = location.href; } catch { return; }
  location.reload();
};
// Extensions throw in this window as well.
const isOurs = (thrown) => thrown instanceof WebAssembly.RuntimeError || String(thrown?.stack).includes("/assets/");
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
  addEventListener("error", (event) => isOurs(event.error) && plain());
  addEventListener("unhandledrejection", (event) => isOurs(event.reason) && plain());
  try { client.hydrate(words); } catch { plain(); }
}
// A part of the page that another person or program changes is asked for again while the page is looked at. It is replaced
// only if it differs, so that the focus in it stays.
setInterval(async () => {
  const part = document.querySelector("[data-again]");
  if (!part || document.hidden) return;
  try {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await fetch(part.dataset.again, { method: "POST", headers: form });
    if (!answer.ok) return;
    const next = document.createElement("template");
    next.innerHTML = await answer.json();
    if (next.innerHTML !== part.innerHTML) part.replaceChildren(next.content);
  } catch {}
}, 5000);
// What comes next, fetched into the browser's cache. A link of the kind `prefetch` would not do it: Firefox judges it by
// `default-src`, which forbids it, and WebKit ignores it. Without reading, a large answer would not be complete.
for (const href of [{next}]) fetch(href, { priority: "low" }).then((answer) => answer.arrayBuffer()).catch(() => {});
