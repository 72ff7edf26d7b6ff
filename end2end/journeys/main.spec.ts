import { expect, test } from "../support/test";

// A1–A10, A14 and N1–N5 of server/docs/PROMISE.md in one session.
test("from nothing to a sign-in with a rolling passcode", async ({ stranger: ana, stand }) => {
  const { page } = ana;

  // N1: create an account and confirm its e-mail address.
  await ana.visit("/sign-up");
  await ana.sees("Create your account");
  await ana.types("Your name", ana.member.name);
  await ana.types("E-mail", ana.member.email);
  await ana.types("Password", ana.member.password);
  await ana.presses("Create account");
  await ana.sees("Look into your mailbox");
  await ana.reads(ana.member.email);
  const [letter] = await stand.mailsTo(ana.member.email);
  const link = /http:\S+/.exec(letter?.body ?? "")?.[0] ?? "no link";
  await ana.visit(link);
  await ana.sees("Confirm your e-mail address");
  await ana.presses("Continue");
  await expect(page).toHaveURL("/confirm-email");
  await ana.types("Password", ana.member.password);
  await ana.presses("Confirm");
  await ana.reads("Your e-mail address is confirmed.");
  await ana.givesPassword();

  // A14: the first sign-in recommends two-factor.
  await ana.sees("Home");
  await ana.reads("Protect your account");

  // N2: the menu behind the name leads to the profile.
  await ana.opensMenu();
  await ana.follows("My profile");
  await ana.sees("My profile");
  await ana.follows("Activate two-factor authentication");
  await ana.sees("Add new device");
  await expect(ana.field("Device name")).toHaveValue("My phone");
  await expect(ana.field("Password")).toBeFocused();

  // A1, A2: the empty list.
  await ana.follows("Access and security");
  await ana.sees("Access and security");
  await ana.follows("Two-factor authentication");
  await ana.sees("Two-factor authentication");
  await ana.reads("No devices yet");

  // A3, A4: name the device.
  await ana.follows("Add new device");
  await ana.namesDevice("Ana’s phone");

  // A5, A6, N3: scan the code with an app.
  await ana.sees("Scan the QR code");
  const phone = await ana.scans();
  expect(phone.scanned).toMatchObject({ issuer: "Twofold", label: `${ana.member.email} (Ana’s phone)` });
  await phone.agreesWithOathtool();

  // A7, N4: the first passcode switches two-factor on.
  await ana.passes(await phone.code());
  await ana.sees("Recovery codes");
  await ana.keepsCodes();

  // A8: the list shows the device as confirmed.
  await expect(ana.device("Ana’s phone")).toContainText("Confirmed");

  // A9, N5: signing in now requires a passcode, which is valid for 30 seconds.
  await ana.signsOut();
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  const old = await phone.code();
  await ana.wait(30);
  expect(await phone.code()).not.toBe(old);
  await ana.passes(await phone.code());
  await ana.sees("Home");

  // A3, A10: add a second device; the first one still works.
  await ana.visit("/security/two-factor");
  await ana.follows("Add new device");
  await ana.namesDevice("Old phone");
  await ana.sees("Scan the QR code");
  const second = await ana.scans();
  await ana.passes(await second.code());
  await ana.sees("Two-factor authentication");
  await expect(ana.device("Old phone")).toContainText("Confirmed");
  await expect(ana.device("Ana’s phone")).toContainText("Confirmed");
  for (const one of [phone, second]) {
    await ana.signsOut();
    await ana.wait(30);
    await ana.givesPassword();
    await ana.sees("Enter your passcode");
    await ana.passes(await one.code());
    await ana.sees("Home");
  }
});
