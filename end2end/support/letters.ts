import { expect } from "@playwright/test";
import type { Stand } from "./stand";

/** Returns the newest link to this page in the mails to an address. */
export async function linkIn(stand: Stand, email: string, page: string): Promise<string> {
  const letters = await stand.mailsTo(email);
  const links = letters.flatMap((letter) => new RegExp(`http:\\S+/${page}/\\S+`).exec(letter.body)?.[0] ?? []);
  expect(links, `a link to ${page} for ${email}`).not.toHaveLength(0);
  return links.at(-1) ?? "";
}
