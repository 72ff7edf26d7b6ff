import { expect, inNewBrowser, test } from "../support/test";
import { Person } from "../support/person";

// The main journey in German, selected by the browser: on every page, in mails and in errors at fields.

test("a German browser sees German, from sign-up to a confirmed phone", async ({ browser, stand, watch }) => {
  const page = await inNewBrowser(browser, stand, watch, { locale: "de-DE" });
  const ana = Person.invent(page, stand, watch);
  const { name, email, password } = ana.member;

  await ana.visit("/sign-in");
  await ana.follows("Konto erstellen");
  await ana.sees("Konto erstellen");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await page.locator("form").first().evaluate((form: HTMLFormElement) => form.setAttribute("novalidate", ""));
  await ana.types("Ihr Name", " ");
  await ana.types("E-Mail", "keine Adresse");
  await ana.types("Passwort", "kurz");
  for (const [field, error, right] of [
    ["Ihr Name", "Bitte füllen Sie dieses Feld aus.", name],
    ["E-Mail", "Das ist keine E-Mail-Adresse. Sie sieht aus wie name@example.com.", email],
    ["Passwort", "Verwenden Sie mindestens 8 Zeichen.", password],
  ] as const) {
    await page.locator("form").first().evaluate((form: HTMLFormElement) => form.setAttribute("novalidate", ""));
    watch.formRefused(400);
    await ana.presses("Konto erstellen");
    await ana.reads("Etwas fehlt oder ist nicht richtig.");
    await expect(ana.errorAt(field)).toHaveText(error);
    await ana.types(field, right);
    await ana.types("Passwort", field === "Passwort" ? password : "kurz");
  }
  await ana.presses("Konto erstellen");
  await ana.sees("Sehen Sie in Ihr Postfach");
  await ana.reads(/^Eine Nachricht ist unterwegs an/);

  const [letter] = await stand.mailsTo(email);
  expect(letter?.subject).toBe("Bestätigen Sie Ihre E-Mail-Adresse für Twofold");
  expect(letter?.body).toContain("Der Link gilt einmal und 24 Stunden lang.");
  await ana.visit(/http:\S+/.exec(letter?.body ?? "")?.[0] ?? "");
  await ana.presses("Weiter");
  await expect(page).toHaveURL("/confirm-email");
  await ana.sees("E-Mail-Adresse bestätigen");
  watch.formRefused(422);
  await ana.types("Passwort", "nicht das Passwort");
  await ana.presses("Bestätigen");
  await expect(ana.errorAt("Passwort")).toHaveText("Dieses Passwort ist nicht richtig.");
  await ana.types("Passwort", password);
  await ana.presses("Bestätigen");
  await ana.reads("Ihre E-Mail-Adresse ist bestätigt.");

  await ana.types("E-Mail", email);
  watch.formRefused(422);
  await ana.types("Passwort", "falsch");
  await ana.presses("Anmelden");
  await ana.reads("E-Mail oder Passwort ist nicht richtig.");
  await ana.types("Passwort", password);
  await ana.presses("Anmelden");
  await ana.sees("Startseite");
  await ana.reads("Geändert: gerade eben");

  await ana.follows("Gerät hinzufügen");
  await ana.sees("Gerät hinzufügen");
  await page.locator("main form").first().evaluate((form: HTMLFormElement) => form.setAttribute("novalidate", ""));
  watch.formRefused(400);
  await ana.types("Gerätename", "x".repeat(65));
  await ana.types("Passwort", password);
  await ana.presses("Hinzufügen");
  await expect(ana.errorAt("Gerätename")).toHaveText("Ein Gerätename hat 1 bis 64 Zeichen.");
  await ana.types("Gerätename", "Mein Telefon");
  await ana.types("Passwort", password);
  await ana.presses("Hinzufügen");
  await ana.sees("QR-Code scannen");
  const phone = await ana.scans();
  watch.formRefused(422);
  await passes(ana, await phone.wrong());
  await expect(ana.errorAt("Passcode")).toHaveText(/^Dieser Passcode ist nicht richtig\./);
  await passes(ana, await phone.code());
  await ana.sees("Wiederherstellungscodes");

  const codes = await ana.codes();
  watch.formRefused(422);
  await ana.types("Wiederherstellungscode", "AAAAA-AAAAA-AAAAA-AAAAA");
  await ana.presses("Ich habe sie");
  await expect(ana.errorAt("Wiederherstellungscode")).toHaveText("Das ist keiner der Codes oben.");
  await ana.types("Wiederherstellungscode", codes[0] ?? "");
  await ana.presses("Ich habe sie");
  await ana.reads("Gesichert. Sie werden sie selten brauchen.");
  await ana.presses("Fertig");
  await ana.sees("Zwei-Faktor-Authentifizierung");
  await ana.reads("Mein Telefon ist bestätigt.");
  await expect(ana.device("Mein Telefon")).toContainText("Zuletzt verwendet: gerade eben");

  watch.refused(404);
  await ana.visit("/nirgends");
  await ana.sees("Seite nicht gefunden");
  await page.context().close();
});

test("each browser gets its own language, and one only", async ({ browser, stand, watch }) => {
  for (const [locale, heading, words] of [
    ["de-AT", "Anmelden", "words-de"],
    ["en-GB", "Sign in", "words-en"],
    ["fr-FR", "Sign in", "words-en"],
  ] as const) {
    const page = await inNewBrowser(browser, stand, watch, { locale });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    const ana = Person.invent(page, stand, watch);
    await ana.visit("/sign-in");
    await ana.sees(heading);
    const lists = asked.filter((path) => path.startsWith("/assets/words-"));
    expect(lists.map((path) => path.slice("/assets/".length, "/assets/words-xx".length))).toEqual(watch.scripts ? [words] : []);
    await page.context().close();
  }
});

/** Enters a passcode. With scripts the sixth digit submits it. */
async function passes(ana: Person, code: string): Promise<void> {
  if (!ana.watch.scripts) {
    await ana.types("Passcode", code);
    return ana.presses("Bestätigen");
  }
  const answer = ana.page.waitForResponse((response) => response.request().method() === "POST");
  await Promise.all([answer, ana.types("Passcode", code)]);
}

test("a member chooses a language on their profile, and the browser's again", async ({ person: ana, watch }) => {
  await ana.signsIn();
  await ana.visit("/profile");
  await ana.page.getByLabel("Your language").selectOption("Deutsch");
  watch.document();
  await Promise.all([ana.page.waitForEvent("load"), ana.page.locator("form", { has: ana.page.locator("select") }).getByRole("button").click()]);
  await ana.ready();
  await ana.sees("Mein Profil");
  await expect(ana.page.getByLabel("Ihre Sprache")).toHaveValue("de");
  await ana.opensMenu();
  await ana.presses("Abmelden");
  await ana.sees("Anmelden");
  await ana.types("E-Mail", ana.member.email);
  await ana.types("Passwort", ana.member.password);
  await ana.presses("Anmelden");
  await ana.sees("Startseite");
  await ana.visit("/profile");
  await ana.page.getByLabel("Ihre Sprache").selectOption("Wie im Browser");
  watch.document();
  await Promise.all([ana.page.waitForEvent("load"), ana.page.locator("form", { has: ana.page.locator("select") }).getByRole("button").click()]);
  await ana.ready();
  await ana.sees("My profile");
});
