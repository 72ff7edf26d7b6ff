import { Gallery } from "./support/gallery";
import { expect, test } from "./support/test";

// Pictures of the way to an application that wants a recent second factor, see pictures.spec.ts.

test("applications", async ({ person: ana, watch }) => {
  watch.resizes();
  const { page } = ana;
  const gallery = new Gallery(watch, "applications");
  await ana.signsIn();
  await ana.visit("/apps/prove-again?next=/security");
  await gallery.takes(page, "01-no-two-factor");
  const phone = await ana.setsUp();
  await ana.keepsCodes();
  await ana.visit("/apps/prove-again?next=/security");
  await gallery.takes(page, "02-asks");
  await ana.types("Password", ana.member.password);
  await ana.types("Passcode", await phone.wrong());
  await ana.presses("Confirm");
  await expect(ana.errorAt("Passcode")).toBeVisible();
  await gallery.takes(page, "03-wrong");
  await ana.wait(30);
  await ana.types("Password", ana.member.password);
  await ana.types("Passcode", await phone.code());
  await ana.presses("Confirm");
  await ana.sees("Access and security");
  await gallery.hang();
});
