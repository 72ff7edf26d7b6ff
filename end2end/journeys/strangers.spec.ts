import { type Page } from "@playwright/test";
import { expect, inNewBrowser, test } from "../support/test";
import type { Person } from "../support/person";
import { Watch } from "../support/watch";

/** Puts an icon after each field as password managers do, while the document is parsed. */
function insertIcons(): void {
  const insert = () => {
    for (const field of document.querySelectorAll("#email, #password, #passcode")) {
      if (field.nextElementSibling?.hasAttribute("data-manager-icon")) continue;
      const icon = document.createElement("div");
      icon.setAttribute("data-manager-icon", "");
      field.after(icon);
    }
  };
  new MutationObserver(insert).observe(document, { childList: true, subtree: true });
}

/** Wraps every text in an element as a browser's translator does. */
async function translates(page: Page): Promise<void> {
  await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) {
      const parent = text.parentElement;
      if (!parent || !text.data.trim() || ["SCRIPT", "STYLE", "FONT"].includes(parent.tagName) || parent.closest("[translate=no]")) continue;
      const font = document.createElement("font");
      text.replaceWith(font);
      font.append(text);
    }
  });
}

test("a password manager's icons keep nobody out", async ({ person: ana, browser, stand, watch, scripts }) => {
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.wait(30);
  const page = await inNewBrowser(browser, stand, watch);
  if (scripts) await page.addInitScript(insertIcons);
  const managed = ana.at(page, new Watch(stand.origin, false));
  // The forms are plain ones then: each loads a document.
  for (let loads = 0; loads < 3; loads += 1) watch.document();
  await page.goto("/sign-in");
  if (scripts) await expect(page.locator("[data-manager-icon]")).toHaveCount(2);
  await managed.types("E-mail", ana.member.email);
  await managed.types("Password", ana.member.password);
  await page.keyboard.press("Enter");
  await managed.sees("Enter your passcode");
  await watch.axe(page);
  await managed.types("Passcode", await phone.code());
  await page.keyboard.press("Enter");
  const live = ana.at(page);
  await live.sees("Home");
  await live.follows("Access and security");
  await live.sees("Access and security");
  await page.context().close();
});

test("a translated page works on", async ({ person: ana, scripts, watch }) => {
  test.skip(!scripts, "translators are scripts");
  await ana.visit("/sign-in");
  await translates(ana.page);
  watch.refused(422);
  await ana.types("E-mail", ana.member.email);
  await ana.types("Password", "not the password");
  await ana.presses("Sign in");
  await ana.reads("E-mail or password is not right.");
  await translates(ana.page);
  await ana.types("Password", ana.member.password);
  await ana.presses("Sign in");
  await ana.sees("Home");
  const phone = await visitsAll(ana);
  expect(phone.scanned.label).toContain("My phone");
});

/** Adds a device on translated pages and returns its phone. */
async function visitsAll(ana: Person) {
  await translates(ana.page);
  await ana.page.locator("main").getByRole("link", { name: "Add new device" }).first().click();
  await ana.namesDevice("My phone");
  await ana.sees("Scan the QR code");
  await translates(ana.page);
  await expect(ana.page.locator("h1 font")).toHaveCount(1);
  for (const kept of ["code.key", "a.mark", ".account", "p.who"]) {
    await expect(ana.page.locator(kept)).toHaveCount(1);
    await expect(ana.page.locator(`${kept} font`)).toHaveCount(0);
  }
  const phone = await ana.scans();
  await ana.wait(60);
  await ana.passes(await phone.code());
  await ana.sees("Recovery codes");
  await translates(ana.page);
  expect(await ana.page.locator("ol.codes font").count()).toBe(0);
  await ana.keepsCodes();
  await translates(ana.page);
  await ana.device("My phone").locator("summary").first().click();
  await ana.device("My phone").getByRole("link", { name: "Rename" }).click();
  await ana.types("New name", "Work phone");
  await ana.presses("Save");
  await ana.reads("The device has its new name.");
  await translates(ana.page);
  await ana.signsOut();
  return phone;
}

test("a page that was translated before the client starts has plain forms", async ({ person: ana, scripts, stand, watch }) => {
  test.skip(!scripts, "translators are scripts");
  await ana.page.addInitScript(() => {
    if (location.pathname !== "/sign-in") return;
    new MutationObserver(() => {
      for (const label of document.querySelectorAll("label:not(:has(font))")) {
        const font = document.createElement("font");
        font.append(...label.childNodes);
        label.append(font);
      }
    }).observe(document, { childList: true, subtree: true });
  });
  watch.document();
  watch.document();
  await ana.page.goto("/sign-in");
  const plain = ana.at(ana.page, new Watch(stand.origin, false));
  await plain.types("E-mail", ana.member.email);
  await plain.types("Password", ana.member.password);
  await ana.page.keyboard.press("Enter");
  await ana.sees("Home");
});

test("a browser that refuses an entry of the history loads the document", async ({ person: ana, scripts, watch }) => {
  test.skip(!scripts, "without scripts there is no client");
  await ana.signsIn();
  await ana.page.evaluate(() => {
    history.pushState = () => {
      throw new Error("an extension broke this");
    };
  });
  watch.document();
  await ana.follows("Access and security");
  await expect(ana.page).toHaveURL("/security");
  await ana.sees("Access and security");
});

test("what an extension throws keeps what was typed", async ({ person: ana, scripts, watch }) => {
  test.skip(!scripts, "without scripts there is no client");
  await ana.visit("/sign-in");
  await ana.types("E-mail", ana.member.email);
  watch.throws();
  await ana.page.evaluate(() => {
    void Promise.reject(new Error("an extension's own"));
    dispatchEvent(new ErrorEvent("error", { error: new Error("an extension's own") }));
  });
  await ana.types("Password", ana.member.password);
  await expect(ana.field("E-mail")).toHaveValue(ana.member.email);
  await ana.presses("Sign in");
  await ana.sees("Home");
});

test("if the client throws, the target is loaded as a document", async ({ person: ana, scripts, stand, watch }) => {
  test.skip(!scripts, "without scripts there is no client");
  watch.throws();
  await ana.signsIn();
  await ana.page.evaluate(() => {
    window.scrollTo = () => {
      throw new Error("an extension broke this");
    };
  });
  watch.document();
  await ana.follows("Access and security");
  await expect(ana.page).toHaveURL("/security");
  const plain = ana.at(ana.page, new Watch(stand.origin, false));
  await plain.sees("Access and security");
  // The document is a plain one; the next is not.
  watch.document();
  await ana.page.waitForLoadState();
  await expect(ana.page.locator("html[data-live]")).toHaveCount(0);
  await ana.follows("Two-factor authentication");
  await ana.sees("Two-factor authentication");
  await ana.ready();
});
