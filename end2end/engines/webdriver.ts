/** The key of an element in JSON, a constant of the protocol. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
/** Longer than any page load. A driver that does not answer fails the test. */
const ANSWER_MS = 30_000;

export type Capabilities = Record<string, unknown>;

export interface Cookie {
  name: string;
  secure: boolean;
}

/** An error of the protocol, such as `no such element`. */
export class WebDriverError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

/**
 * A browser behind a WebDriver: the part of https://www.w3.org/TR/webdriver2/ that a journey needs.
 *
 * The usual packages are not used: they bring programs that download drivers, and are far larger than this file.
 */
export class WebDriver {
  private constructor(
    private readonly session: string,
    readonly capabilities: Capabilities,
  ) {}

  /** Opens a browser with the driver at this address. */
  static async open(driver: string, alwaysMatch: Capabilities): Promise<WebDriver> {
    const made = (await call("POST", `${driver}/session`, { capabilities: { alwaysMatch } })) as { sessionId: string; capabilities: Capabilities };
    return new WebDriver(`${driver}/session/${made.sessionId}`, made.capabilities);
  }

  async close(): Promise<void> {
    await call("DELETE", this.session);
  }

  async goTo(url: string): Promise<void> {
    await this.post("url", { url });
  }

  url(): Promise<string> {
    return this.get("url") as Promise<string>;
  }

  title(): Promise<string> {
    return this.get("title") as Promise<string>;
  }

  cookies(): Promise<Cookie[]> {
    return this.get("cookie") as Promise<Cookie[]>;
  }

  /** Returns the elements that an XPath finds. */
  async find(xpath: string): Promise<Element[]> {
    const found = (await this.post("elements", { using: "xpath", value: xpath })) as Record<string, string>[];
    return found.map((element) => new Element(`${this.session}/element/${element[ELEMENT]}`));
  }

  /** Runs a script in the page. */
  run(script: string): Promise<unknown> {
    return this.post("execute/sync", { script, args: [] });
  }

  screenshot(): Promise<Buffer> {
    return this.get("screenshot").then((base64) => Buffer.from(String(base64), "base64"));
  }

  private get(path: string): Promise<unknown> {
    return call("GET", `${this.session}/${path}`);
  }

  private post(path: string, body: unknown): Promise<unknown> {
    return call("POST", `${this.session}/${path}`, body);
  }
}

/** An element of a page. */
export class Element {
  constructor(private readonly address: string) {}

  isDisplayed(): Promise<boolean> {
    return call("GET", `${this.address}/displayed`) as Promise<boolean>;
  }

  async click(): Promise<void> {
    await call("POST", `${this.address}/click`, {});
  }

  /** Types into an input, after what it contains. */
  async type(text: string): Promise<void> {
    await call("POST", `${this.address}/value`, { text });
  }
}

/** Whether a driver at this address can open a browser. */
export async function isReady(driver: string): Promise<boolean> {
  const status = call("GET", `${driver}/status`) as Promise<{ ready: boolean }>;
  return status.then(({ ready }) => ready, () => false);
}

async function call(method: string, url: string, body?: unknown): Promise<unknown> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const answer = await fetch(url, { method, ...sent, signal: AbortSignal.timeout(ANSWER_MS) });
  const { value } = (await answer.json()) as { value: unknown };
  if (answer.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new WebDriverError(error, message);
}
