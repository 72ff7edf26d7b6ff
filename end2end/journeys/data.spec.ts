import { downloads } from "../support/downloads";
import { expect, test } from "../support/test";

test("a member downloads what is known of them", async ({ person: ana }) => {
  await ana.signsIn();
  const phone = await ana.setsUp("My phone");
  const codes = await ana.keepsCodes();
  await ana.opensMenu();
  await ana.follows("My profile");
  const text = await downloads(ana, "Download my data", "my-data.json");
  const data = JSON.parse(text);
  expect(data.member.email).toBe(ana.member.email);
  expect(data.devices.map((device: { name: string }) => device.name)).toEqual(["My phone"]);
  expect(data.sessions).toHaveLength(1);
  expect(data.activity[0].kind).toBe("data-downloaded");
  for (const secret of [phone.scanned.secret, ana.member.password, ...codes]) expect(text).not.toContain(secret);
});
