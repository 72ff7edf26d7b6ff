import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import type { Person } from "./person";

/** Follows a link that downloads a file of this name, and returns its text. */
export async function downloads(ana: Person, link: string, name: string): Promise<string> {
  const downloading = ana.page.waitForEvent("download");
  await ana.follows(link);
  const download = await downloading;
  expect(download.suggestedFilename()).toBe(name);
  return await readFile(await download.path(), "utf8");
}
