import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { ROOT } from "../support/stand";
import { Program } from "../support/program";

/** Only this machine reaches it, and its certificate is known to no other program of this machine. */
const OPTIONS = "{\n\tadmin off\n\tauto_https disable_redirects\n\tdefault_bind 127.0.0.1\n\tskip_install_trust\n}\n";

/** Starts Caddy with the documented configuration: it serves this origin and passes requests on to this address. */
export async function startCaddy(home: string, origin: string, address: string): Promise<Program> {
  let text = await readFile(join(ROOT, "server/docs/proxies/Caddyfile"), "utf8");
  const parts = { "accounts.example.com {": `${origin} {\n\ttls internal`, "127.0.0.1:3000": address };
  for (const [documented, own] of Object.entries(parts)) {
    expect(text).toContain(documented);
    text = text.replace(documented, own);
  }
  const file = join(home, "Caddyfile");
  await writeFile(file, OPTIONS + text);
  const caddy = Program.start("caddy", ["run", "--adapter", "caddyfile", "--config", file], { HOME: home, XDG_DATA_HOME: home });
  await caddy.writes(/serving initial configuration/);
  return caddy;
}
