import { expect, test } from "../support/test";

/** Counts the passcodes that a page sends. */
function counts(page: import("@playwright/test").Page): () => number {
  let sent = 0;
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/ui/sign-in/passcode")) sent += 1;
  });
  return () => sent;
}

test("an input method composes a passcode, which is sent once", async ({ person: ana, scripts }) => {
  await ana.signsIn();
  const phone = await ana.setsUp();
  await ana.signsOut();
  await ana.wait(30);
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  const sent = counts(ana.page);
  const wide = [...(await phone.code())].map((digit) => String.fromCodePoint(0xff10 + Number(digit)));
  const field = ana.field("Passcode");
  if (!scripts) {
    await field.fill(wide.join(""));
    await ana.presses("Verify");
    return ana.sees("Home");
  }
  await field.focus();
  const keyboard = await ana.page.context().newCDPSession(ana.page);
  for (let end = 1; end <= wide.length; end += 1) {
    const text = wide.slice(0, end).join("");
    await keyboard.send("Input.imeSetComposition", { text, selectionStart: end, selectionEnd: end });
    await expect(field).toHaveValue(text);
  }
  expect(sent(), "nothing is sent while composing").toBe(0);
  await keyboard.send("Input.insertText", { text: wide.join("") });
  await ana.sees("Home");
  expect(sent()).toBe(1);
});

test("a recovery code in the passcode's field is named and leads to its page", async ({ person: ana, scripts, watch }) => {
  await ana.signsIn();
  const phone = await ana.setsUp();
  const [code = "", other = ""] = await ana.keepsCodes();
  await ana.signsOut();
  await ana.wait(30);
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  const sent = counts(ana.page);
  // More often than a challenge has tries.
  for (let round = 0; round < 6; round += 1) {
    await ana.types("Passcode", round % 2 ? code.toLowerCase() : other);
    if (!scripts) await ana.presses("Verify");
    await ana.reads("This looks like a recovery code.");
    await expect(ana.errorAt("Passcode")).toHaveText("A passcode has six digits.");
  }
  if (scripts) expect(sent()).toBe(0);
  await watch.axe(ana.page);
  await ana.passes(await phone.code());
  await ana.sees("Home");

  await ana.signsOut();
  await ana.givesPassword();
  await ana.sees("Enter your passcode");
  await ana.types("Passcode", code);
  if (!scripts) await ana.presses("Verify");
  await ana.reads("This looks like a recovery code.");
  await ana.follows("Use a recovery code");
  await ana.sees("Use a recovery code");
  await ana.types("Recovery code", `\u00a0${code.replaceAll("-", "\u2013")}\u200b.`);
  await ana.presses("Continue");
  await ana.sees("Two-factor authentication");
});
