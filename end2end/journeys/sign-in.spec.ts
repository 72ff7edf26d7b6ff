import { expect, inNewBrowser, test } from "../support/test";

test("wrong e-mail and wrong password look alike; what was typed stays", async ({ person: ana, watch }) => {
  await ana.visit("/sign-in");
  for (const email of [ana.member.email, `nobody.${ana.member.email}`]) {
    await ana.types("E-mail", email);
    await ana.types("Password", "a wrong password");
    watch.formRefused(422);
    await ana.presses("Sign in");
    await ana.reads("E-mail or password is not right.");
    await expect(ana.field("E-mail")).toHaveValue(email);
    if (!watch.scripts) await expect(ana.field("Password")).toHaveValue("");
  }
  await ana.sees("Sign in");
});

test("a page asked for before signing in is shown afterwards", async ({ person: ana }) => {
  await ana.visit("/security/two-factor");
  await ana.givesPassword();
  await ana.sees("Two-factor authentication");
});

test("wrong, used, short, foreign and spaced passcodes", async ({ person: ana, watch }) => {
  await ana.signsIn();
  const phone = await ana.setsUp();
  const confirming = await phone.code();
  await ana.signsOut();
  await ana.givesPassword();
  await ana.sees("Enter your passcode");

  // The confirming code is used, and a wrong one looks the same.
  for (const code of [confirming, await phone.wrong()]) {
    watch.formRefused(422);
    await ana.passes(code);
    await ana.reads("That passcode is not right.");
    await expect(ana.field("Passcode")).toHaveValue("");
    await ana.sees("Enter your passcode");
    await ana.wait(30);
  }
  // Not passcodes at all. With scripts only digits stay in the field, and an empty field is not submitted.
  // Symbols do not matter in a code, so that nothing is left of some.
  const short = "A passcode has six digits.";
  for (const [typed, digits, error] of [
    ["12345", "12345", short],
    ["abcdef", "", short],
    ["１２３", "123", short],
    ["🔑🔑🔑🔑🔑🔑", "", "Please fill this in."],
  ] as const) {
    await ana.reload();
    await expect(ana.errorAt("Passcode")).toBeEmpty();
    await ana.types("Passcode", typed);
    await expect(ana.field("Passcode")).toHaveValue(watch.scripts ? digits : typed);
    if (watch.scripts && digits === "") {
      await ana.page.getByRole("button", { name: "Verify" }).click();
      await expect(ana.field("Passcode")).toBeFocused();
      await expect(ana.errorAt("Passcode")).toBeEmpty();
      continue;
    }
    watch.formRefused(400);
    await ana.presses("Verify");
    await expect(ana.errorAt("Passcode")).toHaveText(error);
    await expect(ana.field("Passcode")).toHaveValue("");
    await ana.sees("Enter your passcode");
  }

  // Spaces, a dash and digits of another script are accepted.
  const code = await phone.code();
  const arabic = [...code.slice(3)].map((digit) => String.fromCodePoint(0x0660 + Number(digit))).join("");
  await ana.passes(` ${code.slice(0, 3)} - ${arabic}`);
  await ana.sees("Home");
});

test("after five wrong passcodes there is a wait, and it ends", async ({ person: ana, watch }) => {
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.signsOut();
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  const alert = ana.page.locator(".form-alert b");
  for (const title of [[], ["3 tries left."], ["2 tries left."], ["1 try left."]]) {
    watch.formRefused(422);
    await ana.passes(await phone.wrong());
    await expect(ana.errorAt("Passcode")).toHaveText("That passcode is not right. Try the next one your app shows.");
    await expect(alert).toHaveText(title);
    await expect(ana.field("Passcode")).toHaveValue("");
  }
  // The fifth begins a wait and was the challenge's last try: without scripts its page is over.
  watch.refused(watch.scripts ? 422 : 410);
  await ana.passes(await phone.wrong());
  if (watch.scripts) {
    await expect(ana.errorAt("Passcode")).toHaveText("That passcode was not right either.");
    await expect(alert).toHaveText(["Too many wrong passcodes."]);
  } else {
    await ana.sees("This sign-in has run out");
  }
  await ana.wait(5);
  await ana.visit("/sign-in");
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  await ana.reads("Too many wrong passcodes.");
  await ana.reads(/Try again in \d+ s/);
  // During a wait even a right passcode is neither checked nor used up.
  watch.formRefused(429);
  await ana.passes(await phone.code(30));
  await ana.sees("Enter your passcode");
  await ana.reads("Too many wrong passcodes.");
  await ana.wait(30);
  if (watch.scripts) await ana.reads("You can try again now.");
  await ana.reload();
  await ana.passes(await phone.code());
  await ana.sees("Home");
});

test("another account", async ({ person: ana, watch }) => {
  await ana.signsIn();
  await ana.setsUp();
  await ana.signsOut();
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  await ana.presses("Use another account");
  await ana.sees("Sign in");
  watch.refused(410);
  await ana.visit("/sign-in/passcode");
  await expect(ana.field("Passcode")).toHaveCount(0);
});

test("a challenge is over after ten minutes", async ({ person: ana, watch }) => {
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.signsOut();
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  await ana.wait(600);
  // With scripts the form is refused, without them the page that it redirects to.
  watch.refused(watch.scripts ? 422 : 410);
  await ana.passes(await phone.code());
  await ana.reads("This sign-in has run out");
  await ana.visit("/security");
  await ana.sees("Sign in");
});

test("altered cookies sign out and break nothing", async ({ person: ana, watch }) => {
  await ana.signsIn();
  const context = ana.page.context();
  const cookies = await context.cookies();
  expect(cookies.map((cookie) => cookie.name)).toContain("session");
  for (const value of ["x", "%00", "a".repeat(43), "a".repeat(2000)]) {
    await context.clearCookies();
    await context.addCookies([{ name: "session", value, domain: "localhost", path: "/", httpOnly: true, sameSite: "Lax" }]);
    await ana.visit("/security/two-factor");
    await ana.sees("Sign in");
  }
  await context.clearCookies();
  for (const name of ["challenge", "link", "waiting", "known", "flash"]) {
    await context.addCookies([{ name, value: "altered", domain: "localhost", path: "/", httpOnly: true, sameSite: "Lax" }]);
  }
  for (const path of ["/sign-in/passcode", "/sign-in/recovery", "/set-up", "/confirm-email", "/sign-up/check-mail", "/sign-in"]) {
    if (path !== "/sign-in") watch.refused(410);
    await ana.visit(path);
    await expect(ana.page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(ana.page.getByText("it is our fault")).toHaveCount(0);
  }
});

test("a browser that keeps no cookies is told so", async ({ person: ana, watch, browser, stand }) => {
  await ana.signsIn();
  await ana.setsUp();
  const page = await inNewBrowser(browser, stand, watch);
  await page.route("**/ui/sign-in", async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    const { "set-cookie": _, ...headers } = answer.headers();
    await page.context().clearCookies();
    await route.fulfill({ response: answer, headers });
  });
  const blocked = ana.at(page);
  await blocked.visit("/sign-in");
  watch.refused(410);
  await blocked.givesPassword();
  await blocked.sees("Your browser did not keep our cookie");
  await blocked.reads("Allow cookies for this site");
  await page.context().close();
});
