import { fileURLToPath } from "node:url";
import { expect, type Page } from "@playwright/test";
import { save } from "./sheets";
import type { Watch } from "./watch";

const FOLDER = fileURLToPath(new URL("../pictures", import.meta.url));
const SIZES = [
  { size: "phone", viewport: { width: 360, height: 740 }, scale: 1, most: 1110 },
  { size: "desktop", viewport: { width: 1280, height: 800 }, scale: 2, most: 1200 },
];
const THEMES = ["light", "dark"] as const;

/** Takes pictures of pages and states in both themes and sizes, and runs axe on each. */
export class Gallery {
  private readonly pictures = new Map<string, { name: string; png: Buffer }[]>();

  constructor(
    private readonly watch: Watch,
    private readonly title: string,
  ) {}

  async takes(page: Page, name: string, on: "screen" | "paper" = "screen"): Promise<void> {
    for (const { size, viewport } of SIZES) {
      await page.setViewportSize(viewport);
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        if (on === "screen") await this.watch.axe(page, `${name}, ${size}, ${theme}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (on === "screen") expect.soft(wide, `nothing sticks out of ${name}, ${size}`).toBe(0);
        const png = await page.screenshot({ fullPage: true, animations: "disabled" });
        const kind = `${size}-${theme}`;
        this.pictures.set(kind, [...(this.pictures.get(kind) ?? []), { name, png }]);
      }
    }
  }

  async hang(): Promise<void> {
    for (const { size, scale, most } of SIZES) {
      for (const theme of THEMES) {
        const kind = `${size}-${theme}`;
        await save(FOLDER, `${this.title}-${kind}`, this.pictures.get(kind) ?? [], scale, most);
      }
    }
  }
}
