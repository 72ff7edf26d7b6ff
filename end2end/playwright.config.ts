import { defineConfig, type PlaywrightTestConfig } from "@playwright/test";
import type { Options } from "./support/test";

// The system's Chromium. It refuses to run as root with its sandbox.
const launchOptions = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

const journeys = /journeys\/.*\.spec\.ts/;
const noScripts = { javaScriptEnabled: false };
const postgres = { database: "postgres" };
// Set by `make prove`: every journey on both databases, the main one in other engines, and Lighthouse.
const proving = Number(process.env.TEST_SCALE ?? 1) > 1;

const config: PlaywrightTestConfig<Options> = {
  testDir: ".",
  outputDir: "results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  forbidOnly: true,
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    // Animations would disturb pictures and focus checks.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions,
    screenshot: "only-on-failure",
    trace: "off",
  },
  projects: [
    { name: "scripts", testMatch: journeys },
    { name: "no-scripts", testMatch: journeys, use: noScripts },
    { name: "postgres", testMatch: proving ? journeys : /journeys\/main\.spec\.ts/, use: postgres },
    ...(proving ? [{ name: "postgres-no-scripts", testMatch: journeys, use: { ...postgres, ...noScripts } }] : []),
    { name: "shipped", testMatch: /shipped\.spec\.ts/ },
    ...(proving ? [{ name: "engines", testMatch: /engines\/.*\.spec\.ts/, timeout: 180_000 }] : []),
    { name: "pictures", testMatch: /pictures\.spec\.ts/ },
    // Runs after the others, because it measures times.
    ...(proving ? [{ name: "lighthouse", testMatch: /lighthouse\.spec\.ts/, dependencies: ["pictures", "postgres-no-scripts"] }] : []),
  ],
};

export default defineConfig<Options>(config);
