import { readFile } from "node:fs/promises";
import type { Person } from "../support/person";
import { expect, test } from "../support/test";

test("the sheet can be downloaded, once", async ({ person: ana, watch }) => {
  await ana.signsIn();
  await ana.setsUp();
  const codes = await ana.codes();
  const downloading = ana.page.waitForEvent("download");
  if (watch.scripts) watch.document();
  await ana.page.getByText("Download", { exact: true }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("recovery-codes.txt");
  const file = await readFile(await download.path(), "utf8");
  for (const code of codes) expect(file).toContain(code);
  expect(file).toContain(ana.member.email);

  // The codes are shown again after a reload, but not after Done.
  await ana.reload();
  expect(await ana.codes()).toEqual(codes);
  await ana.reads("Saved. You won’t need them often.");
  await ana.presses("Done");
  await ana.sees("Two-factor authentication");
  await ana.visit("/security/recovery-codes");
  await ana.sees("Recovery codes");
  await ana.reads("10 of 10 recovery codes left");
  await expect(ana.page.getByText(codes[0] ?? "")).toHaveCount(0);
});

test("a wrong code typed back is none of them", async ({ person: ana, watch }) => {
  await ana.signsIn();
  await ana.setsUp();
  await ana.types("Recovery code", "AAAAA-AAAAA-AAAAA-AAAAA");
  watch.formRefused(422);
  await ana.presses("I have them");
  await expect(ana.errorAt("Recovery code")).toBeVisible();
  await ana.keepsCodes();
});

test("the phone is gone: a recovery code, a repair session, a new device", async ({ person: ana, watch }) => {
  await ana.signsIn();
  await ana.setsUp("Gone");
  const codes = await ana.keepsCodes();
  const code = codes[2] ?? "";
  await ana.signsOut();
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  await ana.follows("Use a recovery code");
  await ana.sees("Use a recovery code");

  await ana.types("Recovery code", "nonsense");
  watch.formRefused(400);
  await ana.presses("Continue");
  await expect(ana.errorAt("Recovery code")).toHaveText("A recovery code has four groups of five letters and digits.");
  await ana.types("Recovery code", "AAAAA-AAAAA-AAAAA-AAAAA");
  watch.formRefused(422);
  await ana.presses("Continue");
  await ana.reads("That recovery code is not right");

  await ana.types("Recovery code", ` ${code.toLowerCase().replaceAll("-", " ")} `);
  await ana.presses("Continue");
  await ana.sees("Two-factor authentication");
  await ana.reads("You signed in with a recovery code.");

  await ana.device("Gone").locator("summary").first().click();
  await ana.device("Gone").getByRole("link", { name: "I lost this phone" }).click();
  await ana.presses("Remove it everywhere");
  await ana.reads("Two-factor is on, but you have no usable device.");
  // Nine codes are left, so no new ones are created.
  const phone = await ana.adds("New");
  await ana.signsOut();

  // The code is used up, the new device works.
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  await ana.follows("Use a recovery code");
  await ana.types("Recovery code", code);
  watch.formRefused(422);
  await ana.presses("Continue");
  await ana.reads("That recovery code is not right");
  await ana.follows("Use a passcode instead");
  await ana.sees("Enter your passcode");
  await ana.wait(30);
  await ana.passes(await phone.code());
  await ana.sees("Home");
});

/** Pages that only a full session may open. */
const FULL_ONLY = ["/profile", "/security", "/security/two-factor/switch-off"];

/** Opens Home and checks which links the frame offers there; a repair session is led to its devices. */
async function finds(ana: Person, heading: string, offered: boolean): Promise<void> {
  await ana.visit("/");
  await ana.sees(heading);
  await ana.opensMenu();
  for (const name of ["Home", "Access and security", "My profile"]) {
    const links = ana.page.getByRole("link", { name, exact: true }).filter({ visible: true });
    await expect(links, name).toHaveCount(offered ? 1 : 0);
  }
  await ana.visit("/security/two-factor");
  await ana.sees("Two-factor authentication");
  const device = ana.device("My phone");
  await device.locator("summary").first().click();
  await expect(device.getByRole("link", { name: "I lost this phone" })).toBeVisible();
  await expect(device.getByRole("link", { name: "Rename", exact: true })).toHaveCount(offered ? 1 : 0);
}

test("a repair session opens nothing else and is over after half an hour", async ({ person: ana, watch }) => {
  await ana.signsIn();
  await ana.setsUp();
  const codes = await ana.keepsCodes();
  await finds(ana, "Home", true);
  await ana.signsOut();
  await ana.givesPassword();
  await ana.follows("Use a recovery code");
  await ana.types("Recovery code", codes[0] ?? "");
  await ana.presses("Continue");
  await ana.sees("Two-factor authentication");
  await finds(ana, "Two-factor authentication", false);
  for (const path of FULL_ONLY) {
    watch.refused(403);
    await ana.visit(path);
    await ana.sees("Not with a recovery code");
    await ana.reads("Set up a device, then sign in with its passcode.");
    await ana.follows("Two-factor authentication");
    await ana.sees("Two-factor authentication");
  }
  await ana.follows("Recovery codes");
  await ana.sees("Recovery codes");
  await ana.follows("Twofold");
  await ana.sees("Two-factor authentication");
  await ana.wait(30 * 60);
  await ana.visit("/security/two-factor");
  await ana.sees("Sign in");
});
