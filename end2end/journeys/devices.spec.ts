import { expect, test } from "../support/test";

test("a second device asks for a passcode once the proof is ten minutes old", async ({ person: ana, watch }) => {
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.keepsCodes();
  await ana.wait(11 * 60);
  await ana.visit("/security/two-factor/new");
  watch.formRefused(422);
  await ana.namesDevice("Second", await phone.wrong());
  await ana.reads("That passcode is not right.");
  await expect(ana.field("Device name")).toHaveValue("Second");
  await ana.wait(30);
  const second = await ana.adds("Second", await phone.code());
  for (const one of [phone, second]) {
    await ana.signsOut();
    await ana.wait(30);
    await ana.givesPassword();
    await ana.sees("Enter your passcode");
    await ana.passes(await one.code());
    await ana.sees("Home");
  }
});

test("a wrong password and bad names are named at their fields", async ({ person: ana, watch }) => {
  await ana.signsIn();
  await ana.setsUp("My phone");
  await ana.visit("/security/two-factor/new");
  const name = ana.field("Device name");
  await ana.types("Device name", "Another");
  await ana.types("Password", "not the password");
  watch.formRefused(422);
  await ana.presses("Add");
  await ana.reads("This password is not right.");
  await expect(name).toHaveValue("Another");
  for (const [bad, status, says] of [
    ["   ", 400, "Please fill this in."],
    ["x".repeat(65), 400, "A device name has 1 to 64 characters."],
    ["my PHONE", 409, "You already have a device with this name. Choose another."],
    ["phone \u202etxt.exe", 400, "This name contains an invisible character. Delete it, or type the name by hand."],
  ] as const) {
    await ana.types("Device name", bad);
    await ana.types("Password", ana.member.password);
    watch.formRefused(status);
    await ana.presses("Add");
    await expect(ana.errorAt("Device name")).toHaveText(says);
    await ana.sees("Add new device");
  }
});

const HOSTILE = [`<img src=x onerror="alert(1)">`, `"'&quot;</script>`, "👩‍👩‍👧 phone", "هاتف", "a:b/c?d#e%2f+f"];

test("hostile names are shown as typed, everywhere", async ({ person: ana }) => {
  await ana.signsIn();
  const labels = [];
  for (const [index, name] of HOSTILE.entries()) {
    await ana.visit("/security/two-factor/new");
    await ana.namesDevice(name);
    await ana.sees("Scan the QR code");
    await ana.reads(`“${name}” will appear there`);
    const phone = await ana.scans();
    labels.push(phone.scanned.label);
    await ana.passes(await phone.code());
    if (index > 0) {
      await ana.sees("Two-factor authentication");
      continue;
    }
    await ana.sees("Recovery codes");
    await ana.keepsCodes();
  }
  for (const name of HOSTILE) await expect(ana.page.getByText(name, { exact: true }).first()).toBeVisible();
  await ana.watch.axe(ana.page);
  for (const [index, name] of HOSTILE.entries()) {
    const whole = `${ana.member.email} (${name})`.replaceAll(":", "-");
    const label = labels[index] ?? "";
    const cut = label.replace(/…( \d+)?$/u, "");
    expect(whole.startsWith(cut) && cut.length > ana.member.email.length, `${label} names ${name}`).toBe(true);
  }
});

test("rename, remove, and the last device is “Switch off”", async ({ person: ana }) => {
  await ana.signsIn();
  const phone = await ana.setsUp("First");
  await ana.keepsCodes();
  await ana.adds("Second");

  // A session ends with the device it was last proved with, so sign in with the one that stays.
  await ana.signsOut();
  await ana.wait(30);
  await ana.signsIn(phone);
  await ana.visit("/security/two-factor");
  await ana.device("Second").locator("summary").first().click();
  await ana.device("Second").getByRole("link", { name: "Remove", exact: true }).click();
  await ana.sees("Remove device");
  await ana.presses("Remove device");
  await ana.sees("Two-factor authentication");
  await ana.reads("The device is removed.");
  await expect(ana.device("Second")).toHaveCount(0);

  // The step-up is not fresh any more, so password and passcode are asked for.
  await ana.wait(11 * 60);
  await ana.visit("/security/two-factor");
  await ana.device("First").locator("summary").first().click();
  await ana.device("First").getByRole("link", { name: "Remove", exact: true }).click();
  await ana.reads("This is your last device.");
  await ana.watch.axe(ana.page);
  await ana.types("Password", ana.member.password);
  await ana.types("Passcode", await phone.code());
  await ana.presses("Switch off");
  await ana.sees("Two-factor authentication");
  await ana.reads("No devices yet");
  await ana.signsOut();
  await ana.givesPassword();
  await ana.sees("Home");
});

test("rename and save say once that it is done", async ({ person: ana, scripts }) => {
  const region = ana.page.getByRole("status").and(ana.page.locator("[data-test-first]"));
  // A screen reader hears of a region that was there before its text; without scripts the text is a part of the document.
  const says = (text: string) => (scripts ? region.filter({ hasText: text }) : ana.page.locator("main").getByText(text));
  await ana.signsIn();
  const marks = async () => {
    if (scripts) await ana.page.locator("body > [role=status]").evaluate((found) => found.setAttribute("data-test-first", ""));
  };
  await ana.setsUp("First");
  await ana.keepsCodes();
  await marks();
  await ana.device("First").locator("summary").first().click();
  await ana.device("First").getByRole("link", { name: "Rename" }).click();
  await ana.types("New name", "Work phone");
  await ana.presses("Save");
  await expect(says("The device has its new name.")).toBeVisible();
  await ana.reads("The device has its new name.");
  await expect(ana.device("Work phone")).toHaveCount(1);
  await ana.watch.axe(ana.page);
  await ana.visit("/profile");
  await marks();
  await expect(says("Your name is saved.")).toHaveCount(0);
  await ana.types("Name", "Ana R.");
  await ana.presses("Save");
  await expect(says("Your name is saved.")).toBeVisible();
  // A plain page has no script that could take the message out of the address.
  if (scripts) {
    await ana.reload();
    await expect(ana.page.getByText("Your name is saved.")).toHaveCount(0);
  }
});

test("an abandoned device blocks no name", async ({ person: ana }) => {
  await ana.signsIn();
  await ana.visit("/security/two-factor/new");
  await ana.namesDevice("My phone");
  await ana.sees("Scan the QR code");
  // The browser is closed, which forgets the session's cookie, and opened again.
  await ana.page.context().clearCookies({ name: "session" });
  await ana.signsIn();
  await ana.visit("/security/two-factor/new");
  await ana.namesDevice("My phone");
  await ana.sees("Scan the QR code");
  const phone = await ana.scans();
  await ana.passes(await phone.code());
  await ana.sees("Recovery codes");
  await ana.visit("/security/two-factor");
  await expect(ana.device("My phone")).toHaveCount(1);
});

test("switch off", async ({ person: ana }) => {
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.keepsCodes();
  await ana.wait(11 * 60);
  await ana.visit("/security/two-factor");
  await ana.follows("Switch off two-factor authentication");
  await ana.sees("Switch off two-factor authentication");
  await ana.types("Password", ana.member.password);
  await ana.types("Passcode", await phone.wrong());
  await ana.presses("Switch off");
  await ana.reads("That passcode is not right.");
  await ana.wait(30);
  await ana.types("Password", ana.member.password);
  await ana.types("Passcode", await phone.code());
  await ana.presses("Switch off");
  await ana.sees("Two-factor authentication");
  await ana.reads("No devices yet");
});

test("a lost phone leaves two-factor on", async ({ person: ana }) => {
  await ana.signsIn();
  await ana.setsUp("Lost");
  const codes = await ana.keepsCodes();
  await ana.device("Lost").locator("summary").first().click();
  await ana.device("Lost").getByRole("link", { name: "I lost this phone" }).click();
  await ana.sees("I lost this phone");
  await ana.presses("Remove it everywhere");
  await expect(ana.page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  await ana.visit("/sign-in");
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  await ana.follows("Use a recovery code");
  await ana.types("Recovery code", codes[0] ?? "");
  await ana.presses("Continue");
  await ana.sees("Two-factor authentication");
});
