import { expect, test } from "../support/test";

/** How far the phone's clock is off, in minutes. */
const OFF = [-2, -20, 2, 20];

test("a phone whose clock is wrong is named while it is set up", async ({ person: ana, watch }) => {
  await ana.signsIn();
  await ana.visit("/security/two-factor/new");
  await ana.namesDevice("My phone");
  await ana.sees("Scan the QR code");
  const phone = await ana.scans();
  for (const minutes of OFF) {
    watch.formRefused(422);
    await ana.passes(await phone.code(minutes * 60));
    await ana.reads(`Your phone’s clock is about ${Math.abs(minutes)} minutes ${minutes < 0 ? "slow" : "fast"}.`);
    await ana.reads("Turn on automatic time, then try the next passcode.");
    await ana.watch.axe(ana.page);
  }
  await ana.passes(await phone.code());
  await ana.sees("Recovery codes");
});

test("at sign-in a slow clock is named and a fast one is not", async ({ person: ana, watch }) => {
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.keepsCodes();
  await ana.wait(2 * 3_600);
  await ana.visit("/sign-in");
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  for (const minutes of OFF) {
    watch.formRefused(422);
    await ana.passes(await phone.code(minutes * 60));
    const slow = ana.page.getByText(`Your phone’s clock is about ${Math.abs(minutes)} minutes slow.`);
    if (minutes < 0) await expect(slow).toBeVisible();
    else {
      await expect(ana.errorAt("Passcode")).toBeVisible();
      await expect(ana.page.getByText("Your phone’s clock")).toHaveCount(0);
    }
    await ana.watch.axe(ana.page);
  }
  await ana.passes(await phone.code());
  await ana.sees("Home");
});

test("a step-up with a slow phone says why, and the next passcode is right", async ({ person: ana, watch }) => {
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.keepsCodes();
  await ana.wait(40 * 60);
  await ana.visit("/security/two-factor/new");
  watch.formRefused(422);
  await ana.namesDevice("Tablet", await phone.code(-20 * 60));
  await ana.reads("Your phone’s clock is about 20 minutes slow.");
  await ana.types("Passcode", await phone.code());
  await ana.types("Password", ana.member.password);
  await ana.presses("Add");
  await ana.sees("Scan the QR code");
});
