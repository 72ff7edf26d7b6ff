import WebSocket from "ws";
import { freePort } from "../support/free_port";
import { Program } from "../support/program";
import { type Capabilities, WebDriver, isReady } from "./webdriver";

/** A browser of another engine than Chromium's, with the programs that run it. */
export interface Engine {
  readonly driver: WebDriver;
  /** Listens to the console of the document, unless this is done already. */
  hear(): Promise<void>;
  /** Returns the errors and warnings that the console showed. */
  console(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Both engines, by the names of the tests. */
export const ENGINES: Record<string, (home: string) => Promise<Engine>> = { Firefox: firefox, WebKit: webkit };

/** What Firefox wants from other machines goes to a port that refuses it. WebKitGTK, which crashes at `noProxy`, wants nothing. */
const NO_OTHER_MACHINES = { proxyType: "manual", httpProxy: "127.0.0.1:1", sslProxy: "127.0.0.1:1", noProxy: ["localhost", "127.0.0.1"] };

/** Starts Firefox, by geckodriver. */
async function firefox(home: string): Promise<Engine> {
  const [port, bidi] = [await freePort(), await freePort()];
  const args = ["--host", "127.0.0.1", "--port", `${port}`, "--websocket-port", `${bidi}`, "--profile-root", home];
  const program = Program.start("geckodriver", args, { HOME: home });
  const driver = await opened(program, port, {
    acceptInsecureCerts: true,
    proxy: NO_OTHER_MACHINES,
    webSocketUrl: true,
    "moz:firefoxOptions": { binary: "/usr/bin/firefox-esr", args: ["-headless"] },
  });
  const said: string[] = [];
  const log = await listen(String(driver.capabilities.webSocketUrl), said);
  const stop = async () => {
    log.terminate();
    await ended(driver, [program]);
  };
  return { driver, hear: async () => {}, console: async () => said, stop };
}

/** Listens to the console, by WebDriver BiDi. */
async function listen(url: string, said: string[]): Promise<WebSocket> {
  const socket = new WebSocket(url);
  await new Promise<void>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("open", () => socket.send(JSON.stringify({ id: 1, method: "session.subscribe", params: { events: ["log.entryAdded"] } })));
    socket.on("message", (data) => {
      const message = JSON.parse(String(data)) as { id?: number; type: string; params?: { level: string; text: string } };
      if (message.id === 1) message.type === "success" ? resolve() : reject(new Error(String(data)));
      if (message.params && ["error", "warn"].includes(message.params.level)) said.push(message.params.text);
    });
  });
  return socket;
}

/**
 * Starts the browser of WebKitGTK, by its driver, on a display of its own.
 *
 * The driver offers no console, so a script listens in the page once the client runs there.
 */
async function webkit(home: string): Promise<Engine> {
  const display = Program.start("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]);
  const [, number] = await display.writes(/^(\d+)\n/m);
  const port = await freePort();
  const env = { HOME: home, XDG_RUNTIME_DIR: home, DISPLAY: `:${number}`, GDK_BACKEND: "x11", LIBGL_ALWAYS_SOFTWARE: "1" };
  const program = Program.start("WebKitWebDriver", [`--port=${port}`], env);
  const driver = await opened(program, port, {
    acceptInsecureCerts: true,
    "webkitgtk:browserOptions": { args: ["--automation"] },
  });
  const hear = async () => void (await driver.run(LISTEN));
  const said = async () => JSON.parse((await driver.run(`return sessionStorage.getItem("console") ?? "[]"`)) as string) as string[];
  return { driver, hear, console: said, stop: () => ended(driver, [program, display]) };
}

/** Runs in the page: keeps what its console shows for all documents of the tab. */
const LISTEN = `
  if (window.heard) return;
  window.heard = true;
  const keep = (text) => {
    const said = JSON.parse(sessionStorage.getItem("console") ?? "[]");
    sessionStorage.setItem("console", JSON.stringify([...said, String(text)]));
  };
  for (const level of ["error", "warn"]) {
    const shown = console[level];
    console[level] = (...texts) => (keep(texts.join(" ")), shown.apply(console, texts));
  }
  addEventListener("error", (event) => keep(event.message));
  addEventListener("unhandledrejection", (event) => keep(event.reason));
`;

async function opened(program: Program, port: number, capabilities: Capabilities): Promise<WebDriver> {
  const address = `http://127.0.0.1:${port}`;
  await program.until(() => isReady(address));
  return WebDriver.open(address, capabilities).catch((error: Error) => {
    throw new Error(`the browser does not start: ${error.message}\n${program.output}`);
  });
}

/** Closes the browser. Its programs are ended even if it does not answer. */
async function ended(driver: WebDriver, programs: Program[]): Promise<void> {
  await driver.close().catch(() => {});
  for (const program of programs) await program.stop();
}
