import { randomBytes } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";
import { Phone } from "./phone";
import type { NewMember, Site } from "./stand";
import type { Watch } from "./watch";

/** What an open page asks for by itself. */
const LOOKS_AGAIN = "/ui/version";

const RECOVERY_CODE = /\b[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}\b/g;

/** Returns the ten recovery codes in a text. */
export function codesIn(text: string): string[] {
  const codes = text.match(RECOVERY_CODE) ?? [];
  expect(codes).toHaveLength(10);
  return codes;
}

/** Returns a new name, address and password. */
export function inventMember(): NewMember {
  const id = randomBytes(6).toString("hex");
  return { name: `Ana ${id.slice(0, 4)}`, email: `ana.${id}@example.com`, password: `Pw-${randomBytes(12).toString("base64url")}` };
}

/** A person in front of a browser, who finds things by their visible text. */
export class Person {
  constructor(
    readonly page: Page,
    readonly stand: Site,
    readonly watch: Watch,
    readonly member: NewMember,
  ) {}

  static invent(page: Page, stand: Site, watch: Watch): Person {
    return new Person(page, stand, watch, inventMember());
  }

  /** Returns the same person in another tab or browser. */
  at(page: Page, watch = this.watch): Person {
    return new Person(page, this.stand, watch, this.member);
  }

  readonly now = (): Promise<number> => this.stand.now();

  /** Advances the clocks of stand, phone and browser. */
  async wait(seconds: number): Promise<void> {
    await this.stand.advance(seconds);
    if (this.watch.scripts) await this.page.context().clock.setFixedTime((await this.now()) * 1000);
  }

  /** Opens a path as if it was typed into the address bar. */
  async visit(path: string): Promise<void> {
    this.watch.document();
    await this.page.goto(path);
    await this.ready();
  }

  async reload(): Promise<void> {
    this.watch.document();
    await this.page.reload();
    await this.ready();
  }

  /** Opens the filter of the activity, which is open while it filters. */
  async opensFilter(): Promise<void> {
    const filter = this.page.locator(".filter details");
    if (!(await filter.evaluate((details) => (details as HTMLDetailsElement).open))) await filter.locator("summary").click();
  }

  /** Waits until the client has taken over the document, if scripts run. */
  async ready(): Promise<void> {
    if (this.watch.scripts) await this.page.locator("html[data-live]").waitFor();
  }

  /** Checks that the page has this heading and that axe finds no problem. */
  async sees(heading: string | RegExp): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1, name: heading, exact: true })).toBeVisible();
    await expect(this.page).toHaveTitle(typeof heading === "string" ? `${heading} · Twofold` : heading);
    await this.ready();
    await this.watch.axe(this.page);
  }

  async reads(text: string | RegExp): Promise<void> {
    await expect(this.page.getByText(text).filter({ visible: true }).first()).toBeVisible();
  }

  field(label: string): Locator {
    const secret = this.page.locator("input[type=password]").and(this.page.getByLabel(label, { exact: true }));
    // A form that is folded has fields, too.
    return this.page.getByRole("textbox", { name: label, exact: true }).or(secret).filter({ visible: true });
  }

  async types(label: string, text: string): Promise<void> {
    // Typing before the browser has applied autofocus makes it log a message.
    if (await this.page.locator("[autofocus]").count()) await expect(this.page.locator(":focus")).toHaveCount(1);
    await this.ready();
    await this.field(label).fill(text);
  }

  /** Presses a button that submits a form and waits for the response. */
  async presses(button: string): Promise<void> {
    await this.sends(() => this.page.getByRole("button", { name: button, exact: true }).click());
  }

  /** Presses a button of a plain form, which loads a document with scripts, too. */
  async submits(button: string): Promise<void> {
    await this.ready();
    this.watch.document();
    const press = this.page.getByRole("button", { name: button, exact: true }).click();
    await Promise.all([this.page.waitForEvent("load"), press]);
    await this.ready();
  }

  private async sends(act: () => Promise<void>): Promise<void> {
    await this.ready();
    const answer = this.watch.scripts
      ? this.page.waitForResponse((response) => response.request().method() === "POST" && !response.url().endsWith(LOOKS_AGAIN))
      : this.page.waitForEvent("load");
    await Promise.all([answer, act()]);
  }

  async follows(link: string): Promise<void> {
    await this.page.getByRole("link", { name: link, exact: true }).first().click();
  }

  /** Returns the error message of a field. */
  errorAt(label: string): Locator {
    return this.page.locator(".field", { has: this.field(label) }).locator(".error");
  }

  // Actions of a person.

  /** Opens the set-up link and creates the owner, who then has to sign in. */
  async becomesOwner(link: string): Promise<void> {
    await this.visit(link);
    await this.presses("Continue");
    await expect(this.page).toHaveURL("/set-up");
    await this.types("Your name", this.member.name);
    await this.types("E-mail", this.member.email);
    await this.types("Password", this.member.password);
    await this.presses("Create the owner");
  }

  async givesPassword(password = this.member.password): Promise<void> {
    await this.sees("Sign in");
    await this.types("E-mail", this.member.email);
    await this.types("Password", password);
    await this.presses("Sign in");
  }

  async signsIn(phone?: Phone): Promise<void> {
    await this.visit("/sign-in");
    await this.givesPassword();
    if (!phone) return this.sees("Home");
    await this.sees("Enter your passcode");
    await this.passes(await phone.code());
    await this.sees("Home");
  }

  /** Enters a passcode. With scripts the sixth digit submits it. */
  async passes(code: string): Promise<void> {
    if (!this.watch.scripts) {
      await this.types("Passcode", code);
      return this.presses("Verify");
    }
    await this.sends(() => this.types("Passcode", code));
  }

  async signsOut(): Promise<void> {
    await this.opensMenu();
    await this.presses("Sign out");
    await this.sees("Sign in");
  }

  /** Opens the menu behind the name. */
  async opensMenu(): Promise<void> {
    await this.page.locator("details.person > summary").click();
  }

  get qr(): Locator {
    return this.page.getByRole("img", { name: /^QR[ -]code (for|für)/i });
  }

  async scans(): Promise<Phone> {
    return Phone.scan(this.qr, this.now);
  }

  /** Fills in the form *Add new device*, which leads to the QR code. */
  async namesDevice(name: string, passcode?: string): Promise<void> {
    await this.sees("Add new device");
    await this.types("Device name", name);
    await this.types("Password", this.member.password);
    if (passcode) await this.types("Passcode", passcode);
    await this.presses("Add");
  }

  /** Adds the first device, up to the recovery codes. */
  async setsUp(name = "My phone"): Promise<Phone> {
    await this.visit("/security/two-factor/new");
    await this.namesDevice(name);
    await this.sees("Scan the QR code");
    const phone = await this.scans();
    await this.passes(await phone.code());
    await this.sees("Recovery codes");
    return phone;
  }

  /** Adds another device; `passcode` is of one that is there, if it is asked for. */
  async adds(name: string, passcode?: string): Promise<Phone> {
    await this.visit("/security/two-factor/new");
    await this.namesDevice(name, passcode);
    await this.sees("Scan the QR code");
    const phone = await this.scans();
    await this.passes(await phone.code());
    await this.sees("Two-factor authentication");
    await expect(this.device(name)).toContainText("Confirmed");
    return phone;
  }

  /** Returns the ten codes of the page, once it shows them: the page of a link that was just followed is not there yet. */
  async codes(): Promise<string[]> {
    const main = this.page.locator("main");
    // The text of the whole page has no space between one code and the next.
    await expect(main.getByText(new RegExp(RECOVERY_CODE.source)).first()).toBeVisible();
    return codesIn(await main.innerText());
  }

  /** Types one code back and leaves the page. */
  async keepsCodes(): Promise<string[]> {
    const codes = await this.codes();
    await this.types("Recovery code", codes[3] ?? "");
    await this.presses("I have them");
    await this.reads("Saved. You won’t need them often.");
    await this.presses("Done");
    await this.sees("Two-factor authentication");
    return codes;
  }

  /** Returns the row of a device in the list. */
  device(name: string): Locator {
    return this.page.getByRole("row").or(this.page.getByRole("listitem")).filter({ hasText: name });
  }
}
