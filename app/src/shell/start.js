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
let client, words, runs;
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
  try {
    client.hydrate(words);
    runs = true;
  } catch { plain(); }
}
// Then the links that show a page again are seen.
if (!runs) document.documentElement.dataset.plain = "";
// A page that waits for another person has the version of what it shows in `data-version`, and its path in `data-of`. While
// it is looked at, its version is asked for again. It is shown anew only if there is another one and nothing is being typed:
// in the home in place, on an event as of *Back*, in the door as a document. A version is tried once, because nodes of two
// releases may disagree for ever.
const isTyping = () => document.activeElement?.matches("input,select,textarea") ||
  [...document.querySelectorAll("input,textarea")].some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);
let tried, pause = 2000;
const look = async () => {
  const part = document.querySelector("[data-version]");
  // While a form is being sent, its answer says what comes next.
  if (part && !document.hidden && !document.querySelector("[aria-busy=true]")) {
    let status, version;
    try {
      const answer = await fetch("/ui/version", { method: "POST", body: new URLSearchParams({ of: part.dataset.of }) });
      status = answer.status;
      version = answer.ok ? await answer.json() : status;
    } catch {}
    // The session is over.
    if (status === 401 || status === 403) return;
    // Not there any more counts as another version.
    const known = [200, 404, 422].includes(status);
    pause = known ? 2000 : Math.min(2 * pause, 60000);
    if (known && part.isConnected && ![part.dataset.version, tried].includes(version) && !isTyping()) {
      tried = version;
      if ("reload" in part.dataset) location.reload();
      else if (runs) dispatchEvent(new PopStateEvent("popstate"));
    }
  }
  setTimeout(look, pause);
};
setTimeout(look, pause);
// What comes next, fetched into the browser's cache. A link of the kind `prefetch` would not do it: Firefox judges it by
// `default-src`, which forbids it, and WebKit ignores it. Without reading, a large answer would not be complete.
for (const href of [{next}]) fetch(href, { priority: "low" }).then((answer) => answer.arrayBuffer()).catch(() => {});
