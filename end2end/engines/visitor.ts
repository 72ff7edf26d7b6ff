import { expect } from "@playwright/test";
import { PNG } from "pngjs";
import { codesIn, inventMember } from "../support/person";
import { Phone } from "../support/phone";
import type { Site } from "../support/stand";
import type { Engine } from "./engine";
import { type Element, WebDriverError } from "./webdriver";

/** The errors of a page that changes just now. Nothing was done, so it is tried again. */
const TRY_AGAIN = ["no such element", "stale element reference", "element not interactable", "element click intercepted"];
const PATIENCE_MS = 15_000;
/** A page has the colours of its letters' edges, a blank one only that of the background. */
const COLOURS = 16;

/** A person in front of a browser of any engine, who finds things by their visible text. */
export class Visitor {
  readonly member = inventMember();

  constructor(
    private readonly engine: Engine,
    private readonly site: Site,
  ) {}

  private get driver() {
    return this.engine.driver;
  }

  /** Opens a path or an address as if it was typed into the address bar. */
  async visit(address: string): Promise<void> {
    await this.driver.goTo(new URL(address, this.site.origin).href);
    await this.ready();
  }

  /** Waits until the client has taken over the document. */
  private async ready(): Promise<void> {
    await this.element("/html[@data-live]");
    await this.engine.hear();
  }

  /** Checks that the page has this heading and that something is painted. */
  async sees(heading: string): Promise<void> {
    await this.element(`//h1[${says(heading)}]`);
    await expect.poll(() => this.driver.title()).toBe(`${heading} · Twofold`);
    await this.ready();
    await expect.poll(async () => colours(await this.driver.screenshot()), { message: `${heading} is not blank` }).toBeGreaterThan(COLOURS);
  }

  async reads(text: string): Promise<void> {
    await this.element(`//*[${says(text)}]`);
  }

  async isAt(path: string): Promise<void> {
    await expect.poll(() => this.driver.url()).toBe(`${this.site.origin}${path}`);
  }

  async types(label: string, text: string): Promise<void> {
    await this.ready();
    await this.does(`//input[@id = //label[${says(label)}]/@for]`, (field) => field.type(text));
  }

  async presses(button: string): Promise<void> {
    await this.ready();
    await this.does(`//button[${says(button)}]`, (found) => found.click());
  }

  async follows(link: string): Promise<void> {
    await this.does(`//a[${says(link)}]`, (found) => found.click());
  }

  async givesPassword(): Promise<void> {
    await this.sees("Sign in");
    await this.types("E-mail", this.member.email);
    await this.types("Password", this.member.password);
    await this.presses("Sign in");
  }

  async signsOut(): Promise<void> {
    await this.does("//details[contains(@class, 'person')]/summary", (menu) => menu.click());
    await this.presses("Sign out");
  }

  /** Holds the phone before the whole screen. */
  async scans(): Promise<Phone> {
    await this.element("//*[@role = 'img' and starts-with(@aria-label, 'QR')]");
    return Phone.scanPicture(await this.driver.screenshot(), () => this.site.now());
  }

  /** Waits until the document has fetched a file. */
  async fetches(name: RegExp): Promise<void> {
    const files = () => this.driver.run(`return performance.getEntriesByType("resource").map((entry) => entry.name)`);
    await expect.poll(files).toContainEqual(expect.stringMatching(name));
  }

  async codes(): Promise<string[]> {
    // WebKit's driver gives the text of an element without line breaks.
    return codesIn(String(await this.driver.run(`return document.querySelector("main").innerText`)));
  }

  /** Waits for a displayed element and does something with it. */
  private async does(xpath: string, act: (element: Element) => Promise<void>): Promise<void> {
    const attempt = async () => {
      try {
        const [element] = await this.displayed(xpath);
        if (element) await act(element);
        return element !== undefined;
      } catch (error) {
        if (error instanceof WebDriverError && TRY_AGAIN.includes(error.code)) return false;
        throw error;
      }
    };
    await expect.poll(attempt, { message: xpath, timeout: PATIENCE_MS }).toBe(true);
  }

  private async element(xpath: string): Promise<Element> {
    let found: Element | undefined;
    await this.does(xpath, async (element) => void (found = element));
    if (!found) throw new Error(xpath);
    return found;
  }

  private async displayed(xpath: string): Promise<Element[]> {
    const found = await this.driver.find(xpath);
    const shown = await Promise.all(found.map((element) => element.isDisplayed()));
    return found.filter((_, place) => shown[place]);
  }
}

/** The condition of an XPath: this is the whole text. */
function says(text: string): string {
  return `normalize-space() = "${text}"`;
}

/** Returns the number of different colours in a picture. */
function colours(picture: Buffer): number {
  const { data } = PNG.sync.read(picture);
  const seen = new Set<number>();
  for (let pixel = 0; pixel < data.length; pixel += 4) seen.add(data.readUInt32BE(pixel));
  return seen.size;
}
